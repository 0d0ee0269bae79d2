"""The saved plans of an environment as the review reads them: what one stack loses another one may need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from delivery.planning import TerraformOf, plan_file
from delivery.stacks import Stack


@dataclass
class SavedPlans:
    """The plans of `stacks` in `folder`, shown as JSON in `shown`, which holds secrets."""

    stacks: Sequence[Stack]
    terraform_of: TerraformOf
    folder: Path
    shown: Path
    _files: dict[str, Path] = field(default_factory=dict)

    def with_new(self, stack: str, plan: Path) -> list[Path]:
        """The new plan of one stack among the saved ones of the others, in their order."""
        for other in self.stacks:
            saved = plan_file(self.folder, other.id)
            if other.id not in {stack, *self._files} and saved.exists():
                self._files[other.id] = self._show(other, saved)
        self._files[stack] = plan
        files: Mapping[str, Path] = self._files
        return [files[it.id] for it in self.stacks if it.id in files]

    def _show(self, stack: Stack, saved: Path) -> Path:
        terraform = self.terraform_of(stack)
        terraform.init()
        file = self.shown / f"{stack.id}.json"
        file.write_text(terraform.show(saved), encoding="utf-8")
        return file
