"""The addresses of a stack, and those that were released."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "lists"


def addresses(stack: Mapping[str, Any]) -> set[str]:
    """Every resource address in the Terraform JSON of a stack."""
    return {f"{kind}.{name}" for kind, instances in stack.get("resource", {}).items() for name in instances}


def explained(stack: Mapping[str, Any]) -> set[str]:
    """The addresses that `moved` and `removed` blocks of a stack account for."""
    return {block["from"] for kind in ("moved", "removed") for block in stack.get(kind, [])}


def released(stack_id: str) -> set[str]:
    """The committed addresses of a stack; none for a stack that was never released."""
    path = FOLDER / f"{stack_id}.txt"
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


def released_stacks() -> list[str]:
    """The ids of all stacks that were released, whether they still exist or not."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))
