"""The state bucket's own state, moved into the bucket and back: nothing is made, changed or deleted by that."""

from pathlib import Path

import pytest
import yaml

from main import PROJECT
from rehearsal.engine.calls import Action
from rehearsal.engine.values import text
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError
from tests.conftest import synthesize_folders
from tests.rehearsal.state.under_way import existing, recorded

STACK = "prod-state-bucket"


def synthesize(project: Path, bucket_stack: str) -> Path:
    """Production, with the state of its bucket's own stack where `bucket_stack` says."""
    environments = project / "environments"
    environments.mkdir(exist_ok=True)
    prod = yaml.safe_load((PROJECT / "environments" / "prod.yaml").read_bytes())
    state = {**prod["state"], "bucket_stack": bucket_stack}
    (environments / "prod.yaml").write_text(yaml.safe_dump({**prod, "state": state}))
    return synthesize_folders([environments], project).outdir


def move(rehearsal: Rehearsal, project: Path, bucket_stack: str) -> None:
    """What docs/operations.md says: edit the file, synthesize, `init -migrate-state`, and the plan finds no changes."""
    synthesize(project, bucket_stack)
    rehearsal.reload()
    terraform = rehearsal.terraform(STACK)
    with pytest.raises(TerraformError, match="Backend initialization required"):
        terraform.plan()
    terraform.move_state()
    assert terraform.plan().has_changes is False


def test_the_state_bucket_moves_into_itself_and_back(tmp_path: Path) -> None:
    with Rehearsal(synthesize(tmp_path, "local")) as rehearsal:
        rehearsal.run(STACK)
        made = existing(rehearsal)
        local_state = rehearsal.terraform(STACK).directory / text(rehearsal.stack(STACK).backend.config, "path")
        rehearsal.calls.clear()

        move(rehearsal, tmp_path, "in-bucket")
        assert rehearsal.stack(STACK).backend.kind == "s3"
        assert recorded(rehearsal, STACK) == made
        local_state.unlink()  # Terraform leaves it there

        move(rehearsal, tmp_path, "local")
        assert local_state.is_file()
        assert recorded(rehearsal, STACK) == made

        assert rehearsal.calls.all(Action.CREATE, Action.UPDATE, Action.DELETE) == []
        assert existing(rehearsal) == made
