"""Whoever applies has the state for himself, and nobody else's."""

import os
import pwd
import re
import socket

import pytest

from rehearsal.engine.calls import Action
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError
from tests.rehearsal.state.conftest import BUCKET
from tests.rehearsal.state.under_way import apply_held_at, existing, recorded

ME = f"{pwd.getpwuid(os.getuid()).pw_name}@{socket.gethostname()}"


def lock_holder(output: str) -> dict[str, str]:
    """What Terraform says of the lock that it could not get."""
    assert "Error acquiring the state lock" in output
    return dict(re.findall(r"^\W*(Path|Operation|Who): +(\S+)$", output, re.MULTILINE))


@pytest.mark.parametrize(
    ("environment", "path"),
    [("blue", f"{BUCKET}/blue/network.tfstate"), ("local", "../../../state/local-network.tfstate")],
    ids=["s3", "local"],
)
def test_a_second_apply_at_once_is_refused_and_told_who_holds_the_lock(
    rehearsal: Rehearsal, environment: str, path: str
) -> None:
    stack = f"{environment}-network"
    terraform = rehearsal.terraform(stack)
    terraform.init()

    with apply_held_at(rehearsal, stack, "aws_nat_gateway"):
        with pytest.raises(TerraformError) as refused:
            terraform.command("apply", "-input=false", "-auto-approve")
        assert lock_holder(refused.value.output) == {"Path": path, "Operation": "OperationTypeApply", "Who": ME}

    assert terraform.plan().has_changes is False
    created = rehearsal.calls.all(Action.CREATE)
    assert len(created) == len(set(created))
    assert recorded(rehearsal, stack) == existing(rehearsal)
