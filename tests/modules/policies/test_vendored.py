"""Policies of others: what they are, what is changed in them, and that they move with the software they are for."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS, addon_version
from modules.controllers import CONTROLLERS
from modules.policies import vendored
from modules.policies.vendored import Patch, PatchMissesError, PolicyNotVendoredError, vendored_policy
from stacks.cluster import EBS_CSI_POLICY

FOLDER = Path(vendored.__file__).parent
FILES = sorted(path.name for path in FOLDER.glob("*.json"))
PATCH = Patch(actions=("s3:PutObject",), condition={"StringEquals": {"aws:ResourceTag/team": "a"}})


def test_the_provenance_of_each_file_stands_beside_it_with_its_hash() -> None:
    rows = re.findall(
        r"^\| (\S+\.json) \| (\S+/\S+) v(\S+) .* \| ([0-9a-f]{64}) \|$",
        (FOLDER / "PROVENANCE.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )

    assert {name: digest for name, _, _, digest in rows} == {
        name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in FILES
    }
    assert [name for name, _, version, _ in rows if not name.endswith(f"-{version}.json")] == []


def test_every_policy_is_of_a_version_in_use() -> None:
    """A version bumped without its policies ends in an error; a policy without its version ends here."""
    used = {controller.policies_for for controller in CONTROLLERS.values()}
    of_controllers = [name for name in FILES if name != EBS_CSI_POLICY]

    assert [name for name in of_controllers if name.removesuffix(".json").rsplit("-", 1)[1] not in used] == []


def test_the_policy_of_the_ebs_csi_driver_is_not_older_than_any_pinned_driver() -> None:
    """The driver comes as an EKS add-on; a policy of a later version covers it, an earlier one may not."""
    pinned = [addon_version("aws-ebs-csi-driver", version) or "v0.0.0" for version in KUBERNETES_VERSIONS]
    policy = re.findall(r"\d+", EBS_CSI_POLICY)

    assert max(tuple(map(int, re.findall(r"\d+", it)[:3])) for it in pinned) <= tuple(map(int, policy))


def test_a_version_without_a_policy_is_an_error() -> None:
    with pytest.raises(PolicyNotVendoredError) as refused:
        vendored_policy("aws-load-balancer-controller-0.0.0.json", partition="aws")

    assert str(refused.value) == (
        "modules/policies has no aws-load-balancer-controller-0.0.0.json: a controller and its policy move together; "
        "take over the policy that its project publishes with this version, and compare it with the one before by "
        "`python -m reports policy-diff OLD NEW`"
    )


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("file_name", FILES)
def test_every_arn_is_of_the_partition_and_nothing_else_differs(file_name: str, partition: str) -> None:
    published = json.loads((FOLDER / file_name).read_bytes())
    rewritten = vendored_policy(file_name, partition=partition)

    assert _arn_partitions(rewritten.statements) <= {partition, "${AWS"}  # a placeholder
    assert json.loads(rewritten.json().replace("$${", "${").replace(f"arn:{partition}:", "arn:aws:")) == published


# Upstream publishes a document for each partition too: docs/install/iam_policy_cn.json and iam_policy_us-gov.json of
# v3.5.0, as `digest` sees them. A new version has to be compared with its own.
PUBLISHED_FOR_PARTITIONS = {
    "aws-cn": "222f1ac96fd5985c6618cc391ced90f10d5b5e84e517a81fc7a0aeb60164388e",
    "aws-us-gov": "47da877a9fd5e98f8e7a4636243775478c634dd1ae90618c2a25466e3a3089a5",
}


def digest(statements: Iterable[Mapping[str, Any]]) -> str:
    """A hash of statements, in whatever order they and their lists stand."""
    sorted_lists = ({k: sorted(v) if isinstance(v, list) else v for k, v in it.items()} for it in statements)
    lines = sorted(json.dumps(it, sort_keys=True) for it in sorted_lists)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize(("partition", "published"), PUBLISHED_FOR_PARTITIONS.items())
def test_the_rewritten_policy_is_what_upstream_publishes_for_the_partition(partition: str, published: str) -> None:
    file_name = f"aws-load-balancer-controller-{CONTROLLERS['aws-load-balancer-controller'].chart.version}.json"

    assert digest(vendored_policy(file_name, partition=partition).statements) == published


def test_a_patch_adds_its_condition_to_one_statement_and_leaves_the_others() -> None:
    other = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}
    target = {"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*"}

    assert PATCH.apply([other, target]) == [other, {**target, "Condition": PATCH.condition}]


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "*"}],
        [{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*", "Condition": {"Bool": {"a": "true"}}}],
        [{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*"}] * 2,
        [{"Effect": "Allow", "NotAction": ["s3:PutObject"], "Resource": "*"}],
        [{"Effect": "Deny", "Action": ["s3:PutObject"], "Resource": "*"}],
    ],
    ids=["gone", "one more action", "a condition of its own", "twice", "turned around", "denied"],
)
def test_a_policy_that_changed_under_a_patch_is_an_error(statements: list[dict[str, Any]]) -> None:
    with pytest.raises(PatchMissesError, match="s3:PutObject"):
        PATCH.apply(statements)


def _arn_partitions(statements: object) -> set[str]:
    return set(re.findall(r"arn:([^:]*):", json.dumps(statements)))
