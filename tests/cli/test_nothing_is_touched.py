"""Synthesis replaces the files that it wrote, and nothing else: neither main.py nor the CLI touches Terraform's own."""

import json
from pathlib import Path

import pytest

from tests.cli.checkout import copy_project, listing, run

MANIFEST = Path("cdktf.out/manifest.json")


@pytest.fixture(scope="module")
def dev_in_use(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with both environments synthesized and dev used by Terraform: initialized, planned, local state."""
    checkout = tmp_path_factory.mktemp("dev-in-use") / "checkout"
    copy_project(checkout)
    run([".venv/bin/python", "main.py"], cwd=checkout)
    stacks = sorted((checkout / "cdktf.out/stacks").glob("dev-*"))
    for stack in stacks:
        (stack / ".terraform").mkdir()
        (stack / ".terraform/terraform.tfstate").write_text('{"version": 3}')
        (stack / ".terraform.lock.hcl").write_text("# maintained by terraform init")
        (stack / "plan").write_bytes(b"a saved plan")
        (checkout / "state").mkdir(exist_ok=True)
        (checkout / f"state/{stack.name}.tfstate").write_text('{"version": 4}')
    return checkout


def everything_but_the_manifest(checkout: Path) -> dict[str, str]:
    found = listing(checkout / "cdktf.out") | listing(checkout / "state")
    return {path: content for path, content in found.items() if path != MANIFEST.name}


def stacks_in_manifest(checkout: Path) -> set[str]:
    return {stack.partition("-")[0] for stack in json.loads((checkout / MANIFEST).read_text())["stacks"]}


def test_main_py_leaves_the_stacks_of_other_environments_alone(dev_in_use: Path) -> None:
    before = everything_but_the_manifest(dev_in_use)

    run([".venv/bin/python", "main.py", "prod"], cwd=dev_in_use)

    assert everything_but_the_manifest(dev_in_use) == before
    assert stacks_in_manifest(dev_in_use) == {"prod"}


def test_main_py_leaves_what_terraform_keeps_in_a_stack_alone(dev_in_use: Path) -> None:
    before = everything_but_the_manifest(dev_in_use)

    run([".venv/bin/python", "main.py", "dev"], cwd=dev_in_use)

    assert everything_but_the_manifest(dev_in_use) == before
    assert stacks_in_manifest(dev_in_use) == {"dev"}


@pytest.mark.slow
def test_the_cli_leaves_the_stacks_of_other_environments_alone(cdktf_cli: Path, dev_in_use: Path) -> None:
    """Although it removes each folder of a stack that it finds in cdktf.out/stacks and not in the manifest."""
    before = everything_but_the_manifest(dev_in_use)
    folder = dev_in_use / "cdktf.out/stacks/a-folder-and-no-link"
    folder.mkdir()

    run([cdktf_cli, "synth"], cwd=dev_in_use, env={"EKS_STAGE": "prod"})

    assert everything_but_the_manifest(dev_in_use) == before
    assert stacks_in_manifest(dev_in_use) == {"prod"}
