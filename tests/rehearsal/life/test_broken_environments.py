"""What a person slips into the synthesized stacks of dev is caught, with the resource and the reason named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from rehearsal import command
from tests.synthesis import Json, Synthesized

pytestmark = pytest.mark.slow


def name_too_long(resources: Json) -> None:
    resources["aws_iam_role"]["node_role"]["name"] = "dev-node-" + "x" * 64


def policy_too_large(resources: Json) -> None:
    actions = [f"ec2:Describe{number:04}" for number in range(400)]
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    (policy,) = (name for name in resources["aws_iam_policy"] if name.startswith("external-dns"))
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    resources["aws_iam_policy"][policy]["policy"] = document


def subnet_outside_its_vpc(resources: Json) -> None:
    resources["aws_subnet"]["network_intra_eu-central-1b-subnet"]["cidr_block"] = "10.99.0.0/24"


class Case(NamedTuple):
    """A patch of a stack, and what the command has to say of it."""

    stack: str
    patch: Callable[[Json], None]
    headline: str
    error: str
    resource: str


CASES = {
    "a name too long": Case(
        "dev-cluster",
        name_too_long,
        "dev-cluster: validate: terraform validate ended with status 1",
        "expected length of name to be in the range (1 - 64), got dev-node-x",
        "aws_iam_role.node_role",
    ),
    "a policy too large": Case(
        "dev-controllers",
        policy_too_large,
        "dev-controllers: apply: terraform apply ended with status 1",
        "LimitExceeded: Cannot exceed quota for PolicySize: 6144",
        "aws_iam_policy.external-dns_identity_route53-policy",
    ),
    "a subnet outside its VPC": Case(
        "dev-network",
        subnet_outside_its_vpc,
        "dev-network: apply: terraform apply ended with status 1",
        "InvalidSubnet.Range: The CIDR '10.99.0.0/24' is invalid.",
        "aws_subnet.network_intra_eu-central-1b-subnet",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_caught(
    name: str,
    synthesized: Synthesized,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = CASES[name]
    outdir = Path(shutil.copytree(synthesized.outdir, tmp_path / "patched", symlinks=True))
    file = outdir / "stacks" / case.stack / "cdk.tf.json"
    document = json.loads(file.read_text())
    case.patch(document["resource"])
    file.write_text(json.dumps(document, indent=2))
    monkeypatch.setattr(command, "_OUTPUTS", tmp_path / "outputs")

    assert command.main(["--synthesized", str(outdir)]) == 1

    lines = capsys.readouterr().out.splitlines()
    _, error, _, resource, *_, kept = lines[lines.index(case.headline) :]
    assert error.startswith("    Error: ")
    assert case.error in error
    assert resource == f"      with {case.resource},"
    assert kept == f"the whole output is in {tmp_path}/outputs/{case.stack}.txt"
    assert case.error in (tmp_path / "outputs" / f"{case.stack}.txt").read_text()
