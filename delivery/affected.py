"""Which environments a change touches, judged by the files that it changes."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

_NOT_SYNTHESIZED = ("docs", "tests", "bench", "environments/examples")
"""Folders of which nothing gets into a stack or into the review of its plan."""
_PAGES = {".md"}
_GENERATED = "environments/schema.json"
_ENVIRONMENT_FILES = {".yaml", ".yml"}


@dataclass(frozen=True)
class Affected:
    """What a change touches."""

    environments: tuple[str, ...]
    """Those to be planned, sorted."""
    gone: tuple[str, ...]
    """Those whose file it takes away: what they made is still there, and nothing plans it any more."""


def affected(changed: Collection[str], environments: Collection[str]) -> Affected:
    """What the files `changed` (paths in the repository, both of a rename) mean for `environments`, which there are.

    A file of an environment touches that one, pages and tests touch none, and anything else touches all.
    """
    paths = [PurePosixPath(path) for path in changed]
    named = {path.stem for path in paths if _is_environment(path)}
    everything = any(not _is_environment(path) and not _is_harmless(path) for path in paths)
    touched = set(environments) if everything else named & set(environments)
    return Affected(tuple(sorted(touched)), tuple(sorted(named - set(environments))))


def _is_environment(path: PurePosixPath) -> bool:
    return path.parent == PurePosixPath("environments") and path.suffix in _ENVIRONMENT_FILES


def _is_harmless(path: PurePosixPath) -> bool:
    a_page = path.suffix in _PAGES and path.parent in {PurePosixPath(), PurePosixPath("environments")}
    return a_page or str(path) == _GENERATED or any(path.is_relative_to(folder) for folder in _NOT_SYNTHESIZED)
