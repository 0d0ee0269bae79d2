"""An environment in use survives the synthesis of another one: Terraform finds nothing to do in it."""

from pathlib import Path

import pytest

from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import Terraform
from tests.cli.checkout import run

pytestmark = pytest.mark.slow


def test_dev_has_an_empty_plan_after_prod_alone_was_synthesized(cdktf_cli: Path, checkout: Path) -> None:
    run([".venv/bin/python", "main.py"], cwd=checkout)
    stacks = checkout / "cdktf.out" / "stacks"
    with Rehearsal(checkout / "cdktf.out") as rehearsal:
        dev = [
            Terraform(stacks / id, rehearsal.terraform(id).environment, stacks / id / ".terraform")
            for id in rehearsal.stacks
            if id.startswith("dev-")
        ]
        for stack in dev:
            stack.init()
            stack.apply(stack.plan())
        assert [path.name for path in sorted((checkout / "state").glob("*.tfstate"))] == sorted(
            f"{stack.directory.name}.tfstate" for stack in dev
        )

        run([".venv/bin/python", "main.py", "prod"], cwd=checkout)
        after_main = {stack.directory.name: stack.plan().has_changes for stack in dev}
        run([cdktf_cli, "synth"], cwd=checkout, env={"EKS_STAGE": "prod"})
        after_cli = {stack.directory.name: stack.plan().has_changes for stack in dev}

    untouched = {"dev-network": False, "dev-cluster": False, "dev-controllers": False, "dev-smoke-test": False}
    assert after_main == untouched
    assert after_cli == untouched
