"""Names of AWS, within the limits that AWS sets, and unique where they must be."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from config.environment import Environment
from config.names import ClusterNames
from tests.synthesis import Synthesized

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and the API reference of each service; of
# the provider where it takes less. Load balancers are named by their controller: `k8s-`, and what it cuts to fit.
LIMITS = {
    "aws_iam_role": ("name", 64),
    "aws_iam_policy": ("name", 128),
    "aws_iam_role_policy": ("name", 128),
    "aws_iam_instance_profile": ("name", 128),
    "aws_eks_cluster": ("name", 100),
    "aws_eks_node_group": ("node_group_name", 63),
    "aws_eks_fargate_profile": ("fargate_profile_name", 63),
    "aws_launch_template": ("name", 125),
    "aws_kms_alias": ("name", 256),
    "aws_security_group": ("name", 255),
    "aws_cloudwatch_log_group": ("name", 512),
    "aws_cloudwatch_event_rule": ("name", 64),
    "aws_sqs_queue": ("name", 80),
    "aws_s3_bucket": ("bucket", 63),
    "aws_lb": ("name", 32),
    "helm_release": ("name", 53),
}
UNIQUE_IN_AN_ACCOUNT = ("aws_iam_role", "aws_iam_policy", "aws_s3_bucket")
NAMING_ARGUMENTS = {"name", "bucket", "node_group_name", "fargate_profile_name"}


def names(synthesized: Synthesized, kind: str) -> list[str]:
    return [resource[LIMITS[kind][0]] for _, _, resource in synthesized.resources(kind)]


def test_names_keep_their_limits(synthesized: Synthesized) -> None:
    too_long = [name for kind, (_, limit) in LIMITS.items() for name in names(synthesized, kind) if len(name) > limit]
    assert too_long == []


def test_no_two_resources_of_an_account_share_a_name(synthesized: Synthesized) -> None:
    counted = Counter((kind, name) for kind in UNIQUE_IN_AN_ACCOUNT for name in names(synthesized, kind))
    assert [it for it, count in counted.items() if count > 1] == []


def test_every_name_that_is_set_is_known_here(synthesized: Synthesized) -> None:
    """A new type of resource with a name has to get its limit above."""
    named = {
        kind
        for stack in synthesized.stacks.values()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if NAMING_ARGUMENTS & set(resource)
    }
    settings_of_the_bucket = {kind for kind in named if kind.startswith("aws_s3_bucket_")}
    assert named - settings_of_the_bucket - set(LIMITS) == set()


@pytest.fixture(scope="session")
def purposes(synthesized: Synthesized, environments: dict[str, Environment]) -> Mapping[str, set[str]]:
    """What the names of roles and policies say behind prefix and cluster, in all environments.

    Without those of a user's charts: config/between_environments.py compares them.
    """
    charts = tuple(f"{name}_" for it in environments.values() for name in it.settings.charts)
    return {
        kind: {
            resource["name"].removeprefix(f"{environments[id.rpartition('-')[0]].names.iam_beginning}-")
            for id, name, resource in synthesized.resources(kind)
            if not name.startswith(charts)
        }
        for kind in ("aws_iam_role", "aws_iam_policy")
    }


def swallowed(purposes: set[str]) -> list[tuple[str, str]]:
    """Pairs of purposes by which two clusters could make one name: `a` with `b-c`, and `a-b` with `c`."""
    return [(one, other) for one in sorted(purposes) for other in sorted(purposes) if one.endswith(f"-{other}")]


def test_no_purpose_ends_with_another(purposes: Mapping[str, set[str]]) -> None:
    assert {kind: swallowed(it) for kind, it in purposes.items()} == {"aws_iam_role": [], "aws_iam_policy": []}


def test_a_purpose_that_ends_with_another_is_seen() -> None:
    assert swallowed({"node", "karpenter-node", "anode"}) == [("karpenter-node", "node")]
    assert ClusterNames("a").workload_role("karpenter-node") == ClusterNames("a-karpenter").workload_role("node")


# Names made of the words that purposes are made of, short and long, in either case.
_WORDS = st.sampled_from(["a", "b", "A", "node", "cluster", "vpc", "cni", "flow-log", "external", "dns", "x" * 30])
_CLUSTERS = st.lists(_WORDS, min_size=1, max_size=5).map("-".join).filter(lambda name: len(name) <= 100)
_PREFIXES = st.sampled_from(["", "a-", "a", "node-", "x" * 32])
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without making a failure smaller, which takes minutes for hundreds of environments."""
_IN_ONE_ACCOUNT = st.lists(
    st.builds(ClusterNames, _CLUSTERS, _PREFIXES),
    min_size=100,
    max_size=300,
    # What two files of one account may not have in common: config/between_environments.py.
    unique_by=lambda names: names.iam_beginning.casefold(),
)


@settings(max_examples=20, phases=QUICK)
@given(environments=_IN_ONE_ACCOUNT)
def test_hundreds_of_environments_of_one_account_share_no_name(
    environments: list[ClusterNames], purposes: Mapping[str, set[str]]
) -> None:
    """Roles and policies in all regions; the case of letters does not tell two of them apart."""
    roles = [it.workload_role(purpose).casefold() for it in environments for purpose in purposes["aws_iam_role"]]
    policies = [
        it.workload_policy(*purpose.split("-", 1)).casefold()
        for it in environments
        for purpose in purposes["aws_iam_policy"]
    ]

    assert [name for name, count in Counter(roles).items() if count > 1] == []
    assert [name for name, count in Counter(policies).items() if count > 1] == []


@given(names=_IN_ONE_ACCOUNT)
@settings(max_examples=20, phases=QUICK)
def test_clusters_of_one_region_share_no_name(names: list[ClusterNames]) -> None:
    """What is named within a region follows from the cluster alone, and its parts stay apart."""
    clusters = {it.cluster: it for it in names}.values()
    made = [
        *(it.key_alias for it in clusters),
        *(it.control_plane_log_group for it in clusters),
        *(it.flow_log_group for it in clusters),
        *(it.launch_template(it.node_group(group, {})) for it in clusters for group in ("a", "a-a", "node", "x" * 63)),
    ]

    assert [name for name, count in Counter(made).items() if count > 1] == []
