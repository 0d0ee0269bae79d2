"""The interface endpoints of a network follow from what the environment calls."""

import json
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, synthesize_folders
from tests.rehearsal.changing import Settings, committed, edited

EXAMPLE = committed("private", EXAMPLES)


def endpoints(folder: Path, settings: Settings) -> set[str]:
    folder.mkdir()
    (folder / "private.yaml").write_text(json.dumps(settings))  # JSON is YAML
    synthesized = synthesize_folders([folder], folder)
    return {it["service_name"].rpartition("eu-central-1.")[2] for _, _, it in synthesized.resources("aws_vpc_endpoint")}


@pytest.mark.parametrize(
    ("edits", "more"),
    [
        ({"cluster.node_groups.system.release_version": "latest"}, {"ssm"}),
        ({"cluster.node_access": "session-manager"}, {"ec2messages", "ssm", "ssmmessages"}),
    ],
    ids=["release", "sessions"],
)
def test_what_an_option_calls_has_an_endpoint(tmp_path: Path, edits: Settings, more: set[str]) -> None:
    plain = endpoints(tmp_path / "plain", EXAMPLE)

    assert endpoints(tmp_path / "with", edited(EXAMPLE, edits)) - plain == more
