"""A mistake as it is shown: one line."""

from dataclasses import dataclass, field

from config.reading.display import path_text, printable, value_text
from config.rules.problem import Absent, Problem


@dataclass(frozen=True)
class Mistake:
    """`file: path: value: remedy`, without what a mistake does not have; sorted by file and by place in it."""

    source: str
    remedy: str
    where: str = ""
    value: str = ""
    position: tuple[int, int] = field(default=(0, 0))

    def __str__(self) -> str:
        """The line."""
        return ": ".join(part for part in (printable(self.source), self.where, self.value, self.remedy) if part)


def name_mistake(source: str, name: str, remedy: str) -> Mistake:
    """A mistake in the name of a file, which is the name of an environment."""
    return Mistake(source, remedy, "file name", value_text(name))


def mistake_of(problem: Problem, source: str, position: tuple[int, int]) -> Mistake:
    """A problem in a file."""
    value = problem.value.value if isinstance(problem.value, Absent) else value_text(problem.value)
    return Mistake(source, problem.remedy, path_text(problem.path), value, position)
