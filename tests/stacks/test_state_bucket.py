"""The state bucket lies where those who keep state in it look for it."""

from pathlib import Path

import pytest

from tests.conftest import synthesize_folders

ENVIRONMENT = """\
region: ap-northeast-1
state: {{backend: s3, bucket: example-states, region: us-east-1, bucket_stack: {bucket_stack}}}
network:
  cidr_block: 10.0.0.0/16
  availability_zones: [ap-northeast-1a, ap-northeast-1c]
cluster:
  availability_zones: [ap-northeast-1a, ap-northeast-1c]
  deployers: ["arn:aws:iam::111122223333:role/deployer"]
  node_groups:
    system: {{availability_zones: [ap-northeast-1a, ap-northeast-1c]}}
"""


@pytest.mark.parametrize("bucket_stack", ["local", "in-bucket"])
def test_a_bucket_in_another_region_is_made_there(bucket_stack: str, tmp_path: Path) -> None:
    environments = tmp_path / "environments"
    environments.mkdir()
    (environments / "far.yaml").write_text(ENVIRONMENT.format(bucket_stack=bucket_stack), encoding="utf-8")

    synthesized = synthesize_folders([environments], tmp_path)

    assert {id: stack["provider"]["aws"][0]["region"] for id, stack in synthesized.stacks.items()} == {
        "far-state-bucket": "us-east-1",
        "far-network": "ap-northeast-1",
        "far-cluster": "ap-northeast-1",
    }
    s3 = [
        stack["terraform"]["backend"]["s3"]
        for stack in synthesized.stacks.values()
        if "s3" in stack["terraform"]["backend"]
    ]
    assert {backend["region"] for backend in s3} == {"us-east-1"}
