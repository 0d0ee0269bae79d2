"""Which environments a change touches, judged by the files that it changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_FOLDER = PurePosixPath("environments")
_NOT_SYNTHESIZED = ("docs", "tests", "bench", "environments/examples")
"""Folders of which nothing gets into a stack or into the review of its plan, unless an environment names it."""
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


def affected(changed: Collection[str], environments: Mapping[str, Collection[PurePosixPath]]) -> Affected:
    """What the files `changed` (paths in the repository, both of a rename) mean for the environments that there are.

    A file of an environment touches that one. A file that environments name touches them, also where it lies among
    examples, pages or tests, which touch none otherwise. Anything else touches all.

    Args:
        changed: paths in the repository.
        environments: name to the files and folders that its file names.
    """
    paths = [PurePosixPath(path) for path in changed]
    own = {path.stem for path in paths if _is_environment(path)}
    named = {path: {name for name, files in environments.items() if _names(files, path)} for path in paths}
    others = [path for path in paths if not _is_environment(path) and not _is_harmless(path)]
    if any(not named[path] or not path.is_relative_to(_FOLDER) for path in others):
        touched = set(environments)
    else:
        touched = (own & set(environments)).union(*named.values())
    return Affected(tuple(sorted(touched)), tuple(sorted(own - set(environments))))


def _names(files: Collection[PurePosixPath], path: PurePosixPath) -> bool:
    """Whether a path is one of some files, or lies in one of some folders; `.` and the like name nothing."""
    return any(path.is_relative_to(it) and not _FOLDER.is_relative_to(it) for it in files)


def _is_environment(path: PurePosixPath) -> bool:
    return path.parent == _FOLDER and path.suffix in _ENVIRONMENT_FILES


def _is_harmless(path: PurePosixPath) -> bool:
    a_page = path.suffix in _PAGES and path.parent in {PurePosixPath(), _FOLDER}
    return a_page or str(path) == _GENERATED or any(path.is_relative_to(folder) for folder in _NOT_SYNTHESIZED)
