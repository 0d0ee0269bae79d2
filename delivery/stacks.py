"""The stacks of an output folder in the order in which they are applied, with what each reads of the others."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

Json: TypeAlias = Any
"""What json.loads gives."""

SENSITIVE: Final = object()
"""In place of the value of an output that Terraform calls sensitive: it is neither hashed nor compared."""

# As the stacks write it: an output of a state, or one entry of an output that is a map.
_READ = re.compile(r'data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)(?:\["([^"]+)"\])?')


class NothingSynthesizedError(Exception):
    """An output folder without what was asked for; one line."""


class S3State(NamedTuple):
    """Where a state lies in S3."""

    bucket: str
    key: str
    region: str


class Output(NamedTuple):
    """An output of a stack; `key` is an entry of it where it is a map, else empty."""

    name: str
    key: str = ""


@dataclass(frozen=True)
class Stack:
    """One stack as it was synthesized. `folder` is where Terraform runs."""

    id: str
    environment: str
    kind: str
    folder: Path
    region: str
    state: S3State | None
    """None: a local file, which no other machine sees."""
    providers: Mapping[str, str]
    """Source to version of each provider that it requires."""
    reads: Mapping[str, frozenset[Output]]
    """Id of another stack to the outputs that it reads of that one."""
    readers: Mapping[str, str]
    """Name of each data source that reads a state, to the id of the stack whose state that is."""


def read_stacks(outdir: Path) -> list[Stack]:
    """All stacks under `outdir`, each after those that it depends on.

    Raises:
        NothingSynthesizedError: nothing was synthesized there, or it can't be read.
    """
    try:
        entries = json.loads((outdir / "manifest.json").read_bytes())["stacks"]
        texts = {id: (outdir / it["synthesizedStackPath"]).read_text(encoding="utf-8") for id, it in entries.items()}
        documents = {id: json.loads(text) for id, text in texts.items()}
        owners = {_place(*_backend(document)): id for id, document in documents.items()}
        order = TopologicalSorter({id: it["dependencies"] for id, it in entries.items()}).static_order()
        return [_stack(id, outdir / entries[id]["workingDirectory"], documents[id], owners) for id in order]
    except (OSError, ValueError, KeyError) as error:
        raise NothingSynthesizedError(f"{outdir}: can't be read ({error}); synthesize first") from error


def stacks_of(outdir: Path, environment: str) -> list[Stack]:
    """The stacks of one environment, in order.

    Raises:
        NothingSynthesizedError: see `read_stacks`; or there is no such environment.
    """
    stacks = read_stacks(outdir)
    found = [it for it in stacks if it.environment == environment]
    if not found:
        there = ", ".join(sorted({it.environment for it in stacks}))
        raise NothingSynthesizedError(f"{outdir}: holds no stack of {environment}, but of {there}; synthesize it")
    return found


def _stack(id: str, folder: Path, document: Json, owners: Mapping[str, str]) -> Stack:
    provider = document["provider"]["aws"][0]
    kind = provider["default_tags"][0]["tags"]["stack"]
    readers = {
        name: owners[_place(reader["backend"], reader["config"])]
        for name, reader in document.get("data", {}).get("terraform_remote_state", {}).items()
    }
    backend, config = _backend(document)
    return Stack(
        id=id,
        environment=id.removesuffix(f"-{kind}"),
        kind=kind,
        folder=folder,
        region=provider["region"],
        state=S3State(config["bucket"], config["key"], config["region"]) if backend == "s3" else None,
        providers={it["source"]: it["version"] for it in document["terraform"]["required_providers"].values()},
        reads=_reads(document, readers),
        readers=readers,
    )


def _backend(document: Json) -> tuple[str, Json]:
    ((backend, config),) = document["terraform"]["backend"].items()
    return backend, config


def _place(backend: str, config: Json) -> str:
    """What tells states apart; a reader's configuration has fewer settings than the writer's."""
    return f"{backend}:{config.get('path')}:{config.get('bucket')}:{config.get('key')}"


def _reads(document: Json, readers: Mapping[str, str]) -> dict[str, frozenset[Output]]:
    found: dict[str, set[Output]] = {id: set() for id in readers.values()}
    for text in _texts(document):
        for name, output, key in _READ.findall(text):
            found[readers[name]].add(Output(output, key))
    return {id: frozenset(outputs) for id, outputs in found.items()}


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for it in inner for text in _texts(it)]
