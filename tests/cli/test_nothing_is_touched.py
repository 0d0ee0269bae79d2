"""Synthesis replaces the files that it wrote, and nothing else: neither main.py nor the CLI touches Terraform's own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import Terraform
from tests.cli.checkout import copy_project, listing, run

pytestmark = pytest.mark.slow

MANIFEST = Path("cdktf.out/manifest.json")
DEV = ["dev-cluster", "dev-controllers", "dev-network", "dev-smoke-test"]


@pytest.fixture(scope="module")
def dev_in_use(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Terraform]]]:
    """A checkout with both environments synthesized and dev used by Terraform: initialized, planned, local state."""
    checkout = tmp_path_factory.mktemp("dev-in-use") / "checkout"
    copy_project(checkout)
    run([".venv/bin/python", "main.py"], cwd=checkout)
    stacks = checkout / "cdktf.out/stacks"
    with Rehearsal(checkout / "cdktf.out") as rehearsal:
        dev = [
            Terraform(stacks / id, rehearsal.terraform(id).environment, stacks / id / ".terraform")
            for id in rehearsal.stacks
            if id.startswith("dev-")
        ]
        for terraform in dev:
            terraform.init()
            terraform.apply(terraform.plan())
            (terraform.directory / ".terraform.lock.hcl").write_text("# maintained by terraform init")
        assert [path.stem for path in sorted((checkout / "state").glob("*.tfstate"))] == DEV
        yield checkout, dev


def with_changes(dev: list[Terraform]) -> list[str]:
    """The stacks in which Terraform finds something to do."""
    return [terraform.directory.name for terraform in dev if terraform.plan().has_changes]


def everything_but_the_manifest(checkout: Path) -> dict[str, str]:
    found = listing(checkout / "cdktf.out") | listing(checkout / "state")
    return {path: content for path, content in found.items() if path != MANIFEST.name}


def stacks_in_manifest(checkout: Path) -> set[str]:
    return {stack.partition("-")[0] for stack in json.loads((checkout / MANIFEST).read_text())["stacks"]}


def test_main_py_leaves_the_stacks_of_other_environments_alone(dev_in_use: tuple[Path, list[Terraform]]) -> None:
    checkout, dev = dev_in_use
    before = everything_but_the_manifest(checkout)

    run([".venv/bin/python", "main.py", "prod"], cwd=checkout)

    assert everything_but_the_manifest(checkout) == before
    assert stacks_in_manifest(checkout) == {"prod"}
    assert with_changes(dev) == []


def test_main_py_leaves_what_terraform_keeps_in_a_stack_alone(dev_in_use: tuple[Path, list[Terraform]]) -> None:
    checkout, _ = dev_in_use
    before = everything_but_the_manifest(checkout)

    run([".venv/bin/python", "main.py", "dev"], cwd=checkout)

    assert everything_but_the_manifest(checkout) == before
    assert stacks_in_manifest(checkout) == {"dev"}


def test_the_cli_leaves_the_stacks_of_other_environments_alone(
    cdktf_cli: Path, dev_in_use: tuple[Path, list[Terraform]]
) -> None:
    """Although it removes each folder of a stack that it finds in cdktf.out/stacks and not in the manifest."""
    checkout, dev = dev_in_use
    before = everything_but_the_manifest(checkout)
    folder = checkout / "cdktf.out/stacks/a-folder-and-no-link"
    folder.mkdir()

    run([cdktf_cli, "synth"], cwd=checkout, env={"EKS_STAGE": "prod"})

    assert everything_but_the_manifest(checkout) == before
    assert stacks_in_manifest(checkout) == {"prod"}
    assert with_changes(dev) == []
