"""The smallest environment under three names: blue and green share a bucket, local keeps its states in files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from main import PROJECT
from rehearsal.rehearsal import Rehearsal
from tests.conftest import synthesize_folders

BUCKET = "shared-terraform-state"
"""No stack makes it: the rehearsal has it ready."""
_SHARED = {"backend": "s3", "bucket": BUCKET, "bucket_stack": "elsewhere"}
_STATES = {"blue": _SHARED, "green": _SHARED, "local": {"backend": "local"}}


@pytest.fixture(scope="session")
def outdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the environments are synthesized: nobody may change anything in there."""
    project = tmp_path_factory.mktemp("project")
    environments = project / "environments"
    environments.mkdir()
    smallest = yaml.safe_load((PROJECT / "environments" / "dev.yaml").read_bytes())
    del smallest["smoke_test"]
    for number, (name, state) in enumerate(_STATES.items()):
        own = {
            "state": state,
            "network": {**smallest["network"], "cidr_block": f"10.{number}.0.0/16"},
            "hosted_zones": [{"name": f"{name}.example.com", "id": f"Z{number}EXAMPLE"}],
        }
        (environments / f"{name}.yaml").write_text(yaml.safe_dump({**smallest, **own}))
    return synthesize_folders([environments], project).outdir


@pytest.fixture
def rehearsal(outdir: Path) -> Iterator[Rehearsal]:
    """The environments, in a cloud that is empty at first."""
    with Rehearsal(outdir) as running:
        yield running
