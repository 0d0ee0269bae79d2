"""Who may use the Kubernetes API, beyond the lists of principals: EKS access entries in full."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from config.cluster.principals import NOT_OF_OUR_NODES, PrincipalArn, repeated_principals
from config.rules.draft import Draft
from config.rules.draft_rule import DraftRule
from config.rules.model import Model
from config.rules.problem import Problem
from config.rules.rule import UNIQUE, Rule, matching, one_of

CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy"
VIEW = "AmazonEKSViewPolicy"
"""Kubernetes's `view`: everything but secrets, roles and bindings."""
AUTO_NODE = "AmazonEKSAutoNodePolicy"
"""What nodes of EKS Auto Mode do; for nothing else."""

# https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, those for people and programs.
_POLICIES = (
    "AmazonEKSAdminPolicy",
    CLUSTER_ADMIN,
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSEditPolicy",
    VIEW,
    "AmazonEKSSecretReaderPolicy",
)
# With * for any characters: https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
_NAMESPACE = r"^[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?$"
_NAMESPACE_REMEDY = "is no namespace; write at most 63 lower case letters, digits and hyphens, with * for any of them"
# https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
_RESERVED = ("system:", "eks:", "aws:", "amazon:", "iam:")
_SESSION = "{{SessionName"


def _why_not_policy(name: str) -> str | None:
    if name.startswith("arn:"):
        return f"is an ARN; write the name alone, such as {VIEW}"
    if name == AUTO_NODE:
        return "is for nodes of EKS Auto Mode; write an entry of type EC2, which has it"
    return None


def _user_name_problems(name: str) -> Iterator[Problem]:
    reserved = next((beginning for beginning in _RESERVED if name.startswith(beginning)), None)
    if reserved is not None:
        yield Problem((), name, f"begins with {reserved}, which EKS keeps for itself; write another beginning")
    elif _SESSION in name and ":" not in name.partition(_SESSION)[0]:
        yield Problem(
            (), name, f"needs a colon before {_SESSION}}}}}, so that nobody takes the name of another; add one"
        )


def _group_problems(group: str) -> Iterator[Problem]:
    if group.startswith("system:"):
        remedy = (
            f"is a group of Kubernetes itself, which EKS refuses; write your own, or the access policy {CLUSTER_ADMIN}"
        )
        yield Problem((), group, remedy)


class ClusterScope(Model):
    """The whole cluster."""

    type: Literal["cluster"]
    """The whole cluster."""


class NamespaceScope(Model):
    """Some namespaces only."""

    type: Literal["namespace"]
    """Some namespaces only."""
    namespaces: Annotated[
        tuple[Annotated[str, matching(_NAMESPACE, _NAMESPACE_REMEDY)], ...],
        Field(min_length=1, examples=[["shop", "shop-*"]]),
        UNIQUE,
    ]
    """The namespaces; `*` stands for any characters. They need not exist yet."""


class AccessPolicy(Model):
    """What a principal may do: one of EKS's access policies, and where."""

    name: Annotated[str, Field(examples=[VIEW]), one_of(_POLICIES, "an access policy of EKS", _why_not_policy)]
    """Name of the access policy, such as `AmazonEKSEditPolicy`."""
    access_scope: Annotated[
        ClusterScope | NamespaceScope,
        Field(discriminator="type", examples=[{"type": "namespace", "namespaces": ["shop"]}]),
    ]
    """Where it holds: in the cluster or in namespaces."""


def _each_policy_once(policies: Sequence[AccessPolicy]) -> Iterator[Problem]:
    for index, policy in enumerate(policies):
        if any(policy.name == earlier.name for earlier in policies[:index]):
            yield Problem((index, "name"), policy.name, "stands in the list twice; join the two, EKS takes each once")


def _of_a_role_in_the_account(arn: str, draft: Draft) -> Iterator[Problem]:
    account, resource = arn.split(":", 5)[4:]
    if not resource.startswith("role/"):
        yield Problem((), arn, "is a user; nodes have a role, so write its ARN")
    elif draft.account_id not in {None, account}:
        yield Problem(
            (), arn, f"is of another account than the cluster, {draft.account_id}; EKS takes nodes of its own only"
        )


NodeRoleArn = Annotated[PrincipalArn, DraftRule(_of_a_role_in_the_account, {}), NOT_OF_OUR_NODES]
"""The role of nodes that this platform does not make: EKS enters the roles of its own kinds of node by itself."""

_Principal = Field(examples=["arn:aws:iam::111122223333:role/ci"])


class StandardEntry(Model):
    """Access of a person or a program."""

    type: Literal["STANDARD"]
    """Access of a person or a program."""
    principal_arn: Annotated[PrincipalArn, NOT_OF_OUR_NODES, _Principal]
    """The IAM role or user; it can't stand in `deployers`, `admins` or `viewers` too."""
    access_policies: Annotated[tuple[AccessPolicy, ...], Rule(_each_policy_once, {})] = ()
    """What it may do, by EKS's access policies."""
    kubernetes_groups: Annotated[tuple[Annotated[str, Rule(_group_problems, {})], ...], UNIQUE] = ()
    """Kubernetes groups to which it belongs, for role bindings of your own."""
    user_name: Annotated[str, Field(min_length=1), Rule(_user_name_problems, {})] | None = None
    """Its name in Kubernetes; EKS makes one of the ARN and the session when left out."""


class NodeEntry(Model):
    """Nodes that neither EKS nor this platform makes."""

    type: Literal["EC2_LINUX"]
    """Nodes that neither EKS nor this platform makes."""
    principal_arn: Annotated[NodeRoleArn, _Principal]
    """Their role. EKS enters the roles of managed node groups and of Fargate itself."""


class AutoNodeEntry(Model):
    """Nodes of a node class of your own in EKS Auto Mode."""

    type: Literal["EC2"]
    """Nodes of a node class of your own in EKS Auto Mode."""
    principal_arn: Annotated[NodeRoleArn, _Principal]
    """The role that the node class names. EKS enters the one of its own node pools itself."""


AccessEntry = Annotated[StandardEntry | NodeEntry | AutoNodeEntry, Field(discriminator="type")]
"""One access entry of EKS."""


def administrator(arn: str) -> StandardEntry:
    """The entry of somebody who may do everything."""
    return _standard(arn, CLUSTER_ADMIN)


def viewer(arn: str) -> StandardEntry:
    """The entry of somebody who may read all but secrets."""
    return _standard(arn, VIEW)


def _standard(arn: str, policy: str) -> StandardEntry:
    scope = AccessPolicy(name=policy, access_scope=ClusterScope(type="cluster"))
    return StandardEntry.model_construct(type="STANDARD", principal_arn=arn, access_policies=(scope,))


def policies_of(entry: StandardEntry | NodeEntry | AutoNodeEntry) -> Sequence[AccessPolicy]:
    """The access policies of an entry: a person's own, one of EKS's for nodes of Auto Mode, none for other nodes."""
    if isinstance(entry, StandardEntry):
        return entry.access_policies
    if isinstance(entry, NodeEntry):
        return ()
    return (AccessPolicy.model_construct(name=AUTO_NODE, access_scope=ClusterScope(type="cluster")),)


def administers(entry: StandardEntry | NodeEntry | AutoNodeEntry) -> bool:
    """Whether an entry lets somebody do everything in the whole cluster."""
    return isinstance(entry, StandardEntry) and any(
        policy.name == CLUSTER_ADMIN and isinstance(policy.access_scope, ClusterScope)
        for policy in entry.access_policies
    )


def repeated_entries(
    entries: Sequence[StandardEntry | NodeEntry | AutoNodeEntry], earlier: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    """Entries of a principal that is entered already, by this list or by another one (by its key)."""
    for problem in repeated_principals([entry.principal_arn for entry in entries], earlier):
        yield Problem((*problem.path, "principal_arn"), problem.value, problem.remedy)
