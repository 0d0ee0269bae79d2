"""The partition is never `aws` by assumption."""

import json
from pathlib import Path

import pytest

from tests.conftest import synthesize_folders

ENVIRONMENT = """\
region: {region}
network:
  cidr_block: 10.0.0.0/16
  availability_zones: [{region}a, {region}b]
cluster:
  availability_zones: [{region}a, {region}b]
  deployers: ["arn:{partition}:iam::111122223333:role/deployer"]
  node_groups:
    system: {{availability_zones: [{region}a, {region}b]}}
hosted_zones:
  - {{name: example.com, id: Z0EXAMPLE}}
controllers:
  aws-load-balancer-controller: {{}}
  external-dns: {{}}
"""


@pytest.mark.parametrize(("partition", "region"), [("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")])
def test_no_arn_of_another_partition(partition: str, region: str, tmp_path: Path) -> None:
    environments = tmp_path / "environments"
    environments.mkdir()
    (environments / "other.yaml").write_text(ENVIRONMENT.format(partition=partition, region=region), encoding="utf-8")
    synthesized = synthesize_folders([environments], tmp_path)
    text = json.dumps(synthesized.stacks)
    assert f"arn:{partition}:" in text
    assert "arn:aws:" not in text
