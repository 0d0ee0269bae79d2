"""checkov over every stack: what it finds is listed here with the reason, and nothing else is found."""

import json
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tests.synthesis import Synthesized

ACCEPTED = {
    "CKV_AWS_18": (
        "access logging needs a second bucket with an owner of its own; CloudTrail data events show the same",
        {"*-state-bucket aws_s3_bucket.state_bucket"},
    ),
    "CKV_AWS_144": (
        "state is worth little without the region that it describes; versions guard against mistakes",
        {"*-state-bucket aws_s3_bucket.state_bucket"},
    ),
    "CKV_AWS_145": (
        "a key of one's own would have to exist before the first state, and who loses it loses all states",
        {"*-state-bucket aws_s3_bucket.state_bucket"},
    ),
    "CKV2_AWS_62": (
        "nothing waits for changes of a state",
        {"*-state-bucket aws_s3_bucket.state_bucket"},
    ),
    "CKV_AWS_158": (
        "the network comes before the cluster's key; AWS encrypts flow logs with a key of its own",
        {"*-network resource.network_flow-logs_logs"},
    ),
    "CKV_AWS_338": (
        "a year of logs is a cost that a team chooses: `log_retention_in_days`, `flow_logs.retention_in_days`",
        {
            "*-network resource.network_flow-logs_logs",
            "*-cluster resource.cluster_logs",
        },
    ),
    "CKV_AWS_39": (
        "dev.yaml asks for a public endpoint, for named networks only",
        {"dev-cluster resource.cluster_control-plane"},
    ),
}
"""checkov's id to the reason for which we accept it, and where; `*` stands for any environment."""


def failed_checks(stacks: dict[str, Any], folder: Path) -> dict[str, set[str]]:
    """Check id to the stack and resource of each failure."""
    for id, stack in stacks.items():
        # checkov 3.3.30 stops at `required_version`, which is a string where it expects a block.
        terraform = {key: value for key, value in stack["terraform"].items() if key != "required_version"}
        # Nor does it take a list of blocks of one kind; these only say what Terraform forgets.
        read = {key: value for key, value in stack.items() if key != "removed"}
        (folder / id).mkdir()
        (folder / id / "cdk.tf.json").write_text(json.dumps({**read, "terraform": terraform}, indent=2))
    command = [sys.executable, "-m", "checkov.main", "--directory", str(folder), "--framework", "terraform_json"]
    options = ["--output", "json", "--quiet", "--compact", "--skip-download"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    report = json.loads(run.stdout)
    assert report["summary"]["parsing_errors"] == 0, run.stderr
    assert report["summary"]["passed"] > 0
    failed: dict[str, set[str]] = {}
    for check in report["results"]["failed_checks"]:
        stack_id = Path(check["file_path"]).parent.name
        failed.setdefault(check["check_id"], set()).add(f"{stack_id} {check['resource']}")
    return failed


def accepted(check: str, place: str) -> str:
    """The pattern that accepts what was found in `place`, else the place itself."""
    _, patterns = ACCEPTED.get(check, ("", set()))
    return next((pattern for pattern in patterns if fnmatchcase(place, pattern)), place)


@pytest.mark.slow
def test_checkov_finds_only_what_is_explained(synthesized: Synthesized, tmp_path: Path) -> None:
    """And it would find a mistake: one is among the stacks."""
    broken = synthesized.stack("prod-cluster")
    broken["resource"]["aws_kms_key"]["encryption_key"]["enable_key_rotation"] = False
    mistake = {"CKV_AWS_7": {"broken-cluster resource.encryption_key"}}

    found = failed_checks({**synthesized.stacks, "broken-cluster": broken}, tmp_path)

    expected = {check: where for check, (_, where) in ACCEPTED.items()} | mistake
    assert {check: {accepted(check, place) for place in places} for check, places in found.items()} == expected
