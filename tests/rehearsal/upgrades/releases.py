"""What the releases left behind: environment files, states and cloud of each, as the rehearsal recorded them."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.traversal import conform
from rehearsal.engine.values import State
from rehearsal.schemas.files import PROVIDERS, read_schema_file

FOLDER = Path(__file__).parent / "releases"


@dataclass(frozen=True)
class Release:
    """One release; `python -m tests.rehearsal.upgrades.record` writes it."""

    folder: Path

    @property
    def environments(self) -> Path:
        """The environment files of that time."""
        return self.folder / "environments"

    @property
    def inventory(self) -> Inventory:
        """Everything that existed when all stacks had been applied, in the shape of today's schemas."""
        inventory = Inventory.load(self.folder / "inventory.json")
        schemas = {provider: read_schema_file(provider).schema.resources for provider in PROVIDERS}
        for key in inventory:
            block = schemas[key.provider][key.type_name].block
            inventory.put(key, conform(block, inventory.get(key) or {}))
        return inventory

    def state_file(self, stack: str) -> Path:
        """The state of a stack."""
        return self.folder / "states" / f"{stack}.json"

    def write(self, environments: Iterable[Path], states: dict[str, State], inventory: Inventory) -> None:
        """Record a release, in the place of what was recorded of it before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for folder in (self.environments, self.state_file("").parent):
            folder.mkdir(parents=True)
        for file in environments:
            shutil.copy(file, self.environments)
        for stack, state in states.items():
            self.state_file(stack).write_text(json.dumps(state, indent=1) + "\n")
        inventory.save(self.folder / "inventory.json")


def releases() -> list[Release]:
    """All that were recorded, by version."""
    return [Release(folder) for folder in sorted(FOLDER.iterdir())]
