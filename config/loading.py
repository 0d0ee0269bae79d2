"""Reading the environment files: all of them, all mistakes at once, nothing half-read."""

from collections.abc import Sequence
from pathlib import Path

from config.between_environments import between_environments
from config.controllers.kinds import ControllerKinds
from config.environment import Environment
from config.environment_file import environment_file_model
from config.reading.environment_reader import EnvironmentReader
from config.reading.mistake import Mistake


class InvalidInput(Exception):  # noqa: N818 - it is the input that is wrong
    """The mistakes of all files, one line each: `file: path: value: remedy`."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def load_environments(directory: Path, kinds: ControllerKinds) -> tuple[Environment, ...]:
    """Every environment of `directory`, sorted by name; raises `InvalidInput` with all mistakes of all files.

    Every `*.yaml` and `*.yml` file directly in `directory` is one environment. Other files are left alone, and so are
    hidden ones, which editors and file managers leave behind.
    """
    reader = EnvironmentReader(environment_file_model(kinds))
    readings = [reader.read(file) for file in _files(directory)]
    mistakes = [*(mistake for reading in readings for mistake in reading.mistakes), *between_environments(readings)]
    if mistakes:
        raise InvalidInput([str(mistake) for mistake in sorted(mistakes, key=_place)])
    environments = (
        Environment(reading.draft.environment, reading.file, reading.settings)
        for reading in readings
        if reading.settings is not None
    )
    return tuple(sorted(environments, key=lambda environment: environment.name))


def _files(directory: Path) -> Sequence[Path]:
    try:
        found = sorted(
            file
            for file in directory.iterdir()
            if file.suffix.casefold() in {".yaml", ".yml"} and not file.name.startswith(".")
        )
    except OSError as error:
        remedy = f"can't be read ({error.strerror}); name the folder of the environment files"
        raise InvalidInput([str(Mistake(str(directory), remedy))]) from None
    if not found:
        remedy = "holds no environment file; write one, such as dev.yaml"
        raise InvalidInput([str(Mistake(str(directory), remedy))])
    return found


def _place(mistake: Mistake) -> tuple[str, tuple[int, int]]:
    return mistake.source, mistake.position
