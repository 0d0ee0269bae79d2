"""The order of stacks, from `manifest.json` and nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from rehearsal.engine.values import State, Value, mapping, text, texts


class ManifestError(Exception):
    """The manifest, or a file that it leads to, is missing or makes no sense; one line."""


@dataclass(frozen=True)
class StackEntry:
    """One stack of a manifest; `directory` is where its files really lie, behind any symbolic link."""

    id: str
    directory: Path
    dependencies: tuple[str, ...]


def read_manifest(outdir: Path) -> list[StackEntry]:
    """The stacks under `outdir`, each after those that it depends on, otherwise in the manifest's own order.

    Raises:
        ManifestError: there is no manifest, or it is no JSON or has no stacks; a dependency is unknown or circular.
    """
    path = outdir / "manifest.json"
    if not path.is_file():
        raise ManifestError(f"{outdir}: no manifest.json there; synthesize first")
    stacks = mapping(read_object(path), "stacks")
    if not stacks:
        raise ManifestError(f"{path}: names no stacks; synthesize again")
    entries = {name: _entry(outdir, name, mapping(stacks, name)) for name in stacks}
    return [entries[name] for name in _ordered(path, entries)]


def read_object(path: Path) -> State:
    """The JSON object in a file that somebody may have edited.

    Raises:
        ManifestError: it can't be read, or holds something else.
    """
    try:
        document: Value = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ManifestError(f"{path}:{error.lineno}:{error.colno}: no JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path}: no UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise ManifestError(f"{path}: can't be read: {error.strerror}") from error
    if not isinstance(document, Mapping):
        raise ManifestError(f"{path}: holds JSON, but no object")
    return document


def _entry(outdir: Path, name: str, stack: State) -> StackEntry:
    directory = (outdir / text(stack, "workingDirectory")).resolve()
    return StackEntry(id=name, directory=directory, dependencies=tuple(texts(stack, "dependencies")))


def _ordered(path: Path, entries: dict[str, StackEntry]) -> list[str]:
    unknown = [
        f"{entry.id} on {other}" for entry in entries.values() for other in entry.dependencies if other not in entries
    ]
    if unknown:
        raise ManifestError(f"{path}: depends on a stack that is not there: {', '.join(unknown)}")
    sorter = TopologicalSorter({entry.id: entry.dependencies for entry in entries.values()})
    try:
        sorter.prepare()
    except CycleError as error:
        raise ManifestError(f"{path}: stacks depend on each other in a circle: {' -> '.join(error.args[1])}") from error
    order: list[str] = []
    position = {name: index for index, name in enumerate(entries)}
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=position.__getitem__)
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order
