"""Whether the schema files serve what a stack uses."""

from collections.abc import Iterable, Mapping

from rehearsal.schemas.files import SchemaFile
from rehearsal.stack import Stack

_REMEDY = "run `python -m rehearsal.schemas --from FILE`; rehearsal/schemas/PROVENANCE.md says how to get FILE"


class UncoveredError(Exception):
    """Stacks use what the rehearsal has no schema for; one line for each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def check_coverage(stacks: Mapping[str, Stack], files: Mapping[str, SchemaFile]) -> None:
    """Make sure that each type in `stacks` (by id) has a schema of the version that its stack pins.

    Raises:
        UncoveredError: something is missing.
    """
    lines = [line for name, stack in stacks.items() for line in _uncovered(name, stack, files)]
    if lines:
        raise UncoveredError(lines)


def _uncovered(name: str, stack: Stack, files: Mapping[str, SchemaFile]) -> list[str]:
    lines = [
        f"{name}: provider {other} is not simulated"
        for other in sorted({used.provider for used in stack.types} - set(files))
    ]
    for provider, file in files.items():
        pinned = stack.provider_versions.get(provider)
        if pinned not in {None, file.version}:
            lines.append(f"{name}: pins {provider} {pinned}, but its schemas are of {file.version}: {_REMEDY}")
        of_provider = {used for used in stack.types if used.provider == provider}
        lines += [
            f"{name}: {used.kind} {used.name} has no schema: {_REMEDY}" for used in sorted(of_provider - file.types)
        ]
    return lines
