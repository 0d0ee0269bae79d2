"""An environment in the rehearsal, as the commands of delivery see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assembly.lock_files import address, only_for
from delivery.applying import apply_environment
from delivery.planning import Environment, plan_environment
from delivery.reviewing import DATA, ReportsReview, read_review
from delivery.stacks import Json, Stack, stacks_of
from delivery.steps import Decision
from delivery.terraform import Terraform
from tests.rehearsal.changing import Platform

LOCKED = "".join(
    f'provider "registry.terraform.io/hashicorp/{name}" {{\n  version     = "{version}"\n'
    f'  constraints = "{version}"\n  hashes = [\n    "h1:{name}=",\n  ]\n}}\n\n'
    for name, version in (("aws", "6.25.0"), ("helm", "3.1.1"), ("tls", "4.1.0"))
)
"""A made-up lock file: the simulated providers are not compared with it."""


def lock(stack: Stack) -> None:
    """Give a stack its part of the lock file."""
    its_own = only_for(LOCKED, {address(source) for source in stack.providers})
    (stack.folder / ".terraform.lock.hcl").write_text(its_own)


@dataclass
class Delivery:
    """Plans and applies of the environment `dev`, in folders below `folder`."""

    platform: Platform
    folder: Path
    commit: str = "c1"

    def stacks(self) -> list[Stack]:
        """The stacks, in the folders in which the rehearsal runs Terraform, each with a lock file."""
        stacks = stacks_of(self.platform._outdir, "dev")
        moved = [replace(it, folder=self.platform.rehearsal.terraform(it.id).directory) for it in stacks]
        for stack in moved:
            lock(stack)
        return moved

    def terraform(self, stack: Stack) -> Terraform:
        return Terraform(stack.folder, self.platform.rehearsal.terraform(stack.id).environment)

    def plan(self, name: str = "plans") -> Environment:
        return plan_environment(
            self.stacks(), self.terraform, ReportsReview(), commit=self.commit, into=self.folder / name
        )

    def seen(self, *names: str) -> dict[str, Json]:
        """What people have seen in the folders of these names."""
        return {id: it for name in names for id, it in read_review(self.folder / name / DATA).items()}

    def apply(self, reviewed: Mapping[str, Json], plans: str = "plans", waiting: str = "waiting") -> Decision:
        return apply_environment(
            self.stacks(),
            self.terraform,
            ReportsReview(),
            commit=self.commit,
            plans=self.folder / plans,
            reviewed=reviewed,
            waiting=self.folder / waiting,
        )
