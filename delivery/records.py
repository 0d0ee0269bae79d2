"""What a saved plan was made from: written beside it, and compared before it is applied."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from delivery.stacks import SENSITIVE, Json, Output, Stack

_FORMAT = 1

Digests = Mapping[str, Mapping[str, str]]
"""Id of a producer to what is read of it (`vpc_id`, `private_subnet_ids[eu-central-1a]`) to the hash of its value.

The hash is empty where the value is sensitive.
"""


class UnreadableRecordError(Exception):
    """A record that is missing, or was not written by this version; one line."""


@dataclass(frozen=True)
class Basis:
    """What a plan was made from, or what there is now."""

    commit: str
    """The commit that was synthesized."""
    lock_file: str
    """SHA-256 of the stack's lock file."""
    outputs: Digests


@dataclass(frozen=True)
class Record:
    """A saved plan of one stack. It holds hashes and no value of the plan, so it may be shown to anybody."""

    stack: str
    plan: str
    """SHA-256 of the file."""
    has_changes: bool
    basis: Basis
    format: int = _FORMAT


def digests(stack: Stack, outputs: Mapping[str, Mapping[str, Json]]) -> Digests:
    """The hashes of what `stack` reads, from the outputs of its producers (id to name to value).

    What a producer has not published is left out.
    """
    return {
        producer: {
            _word(it): digest_of(value)
            for it in sorted(reads)
            if (value := _value(outputs.get(producer, {}), it)) is not None
        }
        for producer, reads in sorted(stack.reads.items())
    }


def unpublished(stack: Stack, outputs: Mapping[str, Mapping[str, Json]]) -> dict[str, tuple[str, ...]]:
    """Id of each producer to what `stack` reads of it and does not find: there it can't be planned yet."""
    found = digests(stack, outputs)
    missing = {
        producer: tuple(word for word in map(_word, sorted(reads)) if word not in found[producer])
        for producer, reads in stack.reads.items()
    }
    return {producer: words for producer, words in sorted(missing.items()) if words}


def outputs_in_plan(stack: Stack, plan: Json) -> dict[str, Mapping[str, Json]]:
    """Id of each producer to the outputs that a plan (`terraform show -json`) read of it."""
    resources = plan.get("prior_state", {}).get("values", {}).get("root_module", {}).get("resources", [])
    return {
        stack.readers[it["name"]]: _shown(it["values"]["outputs"], it.get("sensitive_values", {}).get("outputs"))
        for it in resources
        if it["mode"] == "data" and it["type"] == "terraform_remote_state"
    }


def digest_of(value: Json) -> str:
    """The SHA-256 of a JSON value, whatever the order of its keys; empty for a sensitive one.

    Records are published, and whoever has the hash of a short secret finds the secret by trying.
    """
    if value is SENSITIVE:
        return ""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_record(path: Path, record: Record) -> None:
    """Write it as JSON, the same bytes for the same record."""
    path.write_text(f"{json.dumps(asdict(record), indent=2, sort_keys=True)}\n", encoding="utf-8")


def read_record(path: Path) -> Record:
    """The record in a file.

    Raises:
        UnreadableRecordError: there is none, or it is of another format.
    """
    try:
        record = TypeAdapter(Record).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnreadableRecordError(f"{path}: no record of a plan: {str(error).splitlines()[0]}") from error
    if record.format != _FORMAT:
        raise UnreadableRecordError(f"{path}: is of format {record.format}, and this version reads {_FORMAT}")
    return record


def _shown(outputs: Mapping[str, Json], marks: Json) -> dict[str, Json]:
    """The outputs without those that are sensitive, or hold something sensitive."""
    return {
        name: SENSITIVE if _any(marks.get(name) if isinstance(marks, dict) else marks) else it
        for name, it in outputs.items()
    }


def _any(mark: Json) -> bool:
    if isinstance(mark, dict | list):
        return any(map(_any, mark.values() if isinstance(mark, dict) else mark))
    return mark is True


def _word(output: Output) -> str:
    return f"{output.name}[{output.key}]" if output.key else output.name


def _value(outputs: Mapping[str, Json], output: Output) -> Json:
    value = outputs.get(output.name)
    return value.get(output.key) if output.key and isinstance(value, Mapping) else value
