"""The stacks in an output folder, as synthesis wrote them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

_PROJECT = Path(__file__).resolve().parents[1]

Json: TypeAlias = Any
"""What json.loads gives."""


class NothingWrittenError(Exception):
    """An output folder without what was asked for; one line."""


def environments(outdir: Path, kind: str, names: Sequence[str]) -> Mapping[str, Json]:
    """Environment name to the Terraform JSON of its stack of one kind (`cluster`); all of them when none is named.

    Raises:
        NothingWrittenError: nothing was synthesized there, or not an environment that is named.
    """
    manifest = outdir / "manifest.json"
    try:
        stacks = json.loads(manifest.read_bytes())["stacks"]
        found = {
            id.removesuffix(f"-{kind}"): json.loads((outdir / stack["synthesizedStackPath"]).read_bytes())
            for id, stack in stacks.items()
            if id.endswith(f"-{kind}")
        }
    except (OSError, ValueError, KeyError) as error:
        raise NothingWrittenError(f"{outdir}: can't be read ({error}); synthesize first") from error
    unknown = [name for name in names if name not in found]
    if unknown:
        there = ", ".join(found) or "there is none"
        raise NothingWrittenError(f"{outdir}: holds no {kind} of {', '.join(unknown)} ({there}); synthesize first")
    return {name: stack for name, stack in found.items() if not names or name in names}
