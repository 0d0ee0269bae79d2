"""Who gets which policy, role, group or key, and who loses it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from reports.review.document import Level, Sentence
from reports.review.plan import Action, Change
from reports.review.values import UNKNOWN, Value, block, items, mapping, text, texts
from reports.review.words import Words, listed

_ALL_POWERFUL: Final = {
    "AmazonEKSAdminPolicy",
    "AmazonEKSClusterAdminPolicy",
    "DataScientist",
    "ReadOnlyAccess",
    "system:masters",
}
# Families of names: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html.
# ReadOnlyAccess, above, reads every bucket, also that of the states.
_POWERFUL = re.compile(r"AdministratorAccess.*|.*(FullAccess.*|ReadWrite|PowerUser(Access)?|Administrator)")
# https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html: to write, or to read secrets.
_POWERFUL_IN_CLUSTER: Final = {"AmazonEKSAdminViewPolicy", "AmazonEKSEditPolicy", "AmazonEKSSecretReaderPolicy"}
_OWNER = re.compile(r"arn:[\w-]+:(?:iam|sts)::(\d{12}):")


class Grant(NamedTuple):
    """How a resource says who has what."""

    type: str
    holders: tuple[str, ...]
    """Arguments that name who has it: one of them, or several."""
    thing: str
    called: str = ""
    where: str = ""
    level: Level = Level.NOTE


_POLICY: Final = "policy_arn"
GRANTS: Final = (
    Grant("aws_eks_access_entry", ("principal_arn",), "kubernetes_groups", "the group ", " in the cluster"),
    Grant("aws_eks_access_policy_association", ("principal_arn",), _POLICY),
    Grant("aws_eks_addon", ("addon_name",), "service_account_role_arn", "the role "),
    Grant("aws_eks_pod_identity_association", (), "role_arn", "the role "),
    Grant("aws_eks_pod_identity_association", (), "target_role_arn", "the role ", " behind its own", Level.REACH),
    Grant("aws_iam_group_membership", ("users",), "group", "the group "),
    Grant("aws_iam_group_policy_attachment", ("group",), _POLICY),
    Grant("aws_iam_group_policy_attachments_exclusive", ("group_name",), "policy_arns"),
    Grant("aws_iam_instance_profile", ("name",), "role", "the role ", " for instances"),
    Grant("aws_iam_policy_attachment", ("roles", "users", "groups"), _POLICY),
    Grant("aws_iam_role", ("name",), "managed_policy_arns"),
    Grant("aws_iam_role_policy_attachment", ("role",), _POLICY),
    Grant("aws_iam_role_policy_attachments_exclusive", ("role_name",), "policy_arns"),
    Grant("aws_iam_user_group_membership", ("user",), "groups", "the group "),
    Grant("aws_iam_user_policy_attachment", ("user",), _POLICY),
    Grant("aws_iam_user_policy_attachments_exclusive", ("user_name",), "policy_arns"),
    Grant("aws_kms_grant", ("grantee_principal",), "operations", where=" with a key", level=Level.REACH),
    Grant("aws_lambda_permission", ("principal",), "action", where=" on a function"),
)
_BY_TYPE: Final[Mapping[str, tuple[Grant, ...]]] = {
    it.type: tuple(other for other in GRANTS if other.type == it.type) for it in GRANTS
}


class _Held(NamedTuple):
    """One who has one thing, each in words."""

    holder: str
    thing: str
    where: str
    is_powerful: bool


def grant_sentences(change: Change, words: Words, own_accounts: Collection[str]) -> Iterator[Sentence]:
    """Who has what from now on, and who no longer."""
    for grant in _BY_TYPE.get(change.type, ()):
        before = _held(grant, change.before, words, own_accounts)
        after = _held(grant, change.after, words, own_accounts, new=change.action is Action.CREATE)
        for it in after:
            if it not in before:
                level = Level.REACH if it.is_powerful else grant.level
                yield Sentence(level, f"{it.holder} gets {it.thing}{it.where}")
        for it in before:
            if it not in after:
                yield Sentence(Level.NOTE, f"{it.holder} loses {it.thing}{it.where}")


def _held(grant: Grant, side: Value, words: Words, accounts: Collection[str], *, new: bool = False) -> list[_Held]:
    values = mapping(side)
    things = _several(values.get(grant.thing))
    if new and UNKNOWN in things and grant.thing != _POLICY:
        things = []  # AWS computes it where nobody asks for it
    in_cluster = text(block(values.get("access_scope")).get("type")) != "namespace"
    where = _scope(values, words) if grant.type == "aws_eks_access_policy_association" else grant.where
    holders = [it for name in grant.holders for it in _several(values.get(name))]
    return [
        _Held(
            _service_account(values, words) if holder is None else words.value(holder),
            f"{grant.called}{words.value(thing)}",
            f"{where}{', **of another account**' if foreign else ''}",
            foreign or _is_powerful(thing, in_cluster=in_cluster),
        )
        for holder in holders or [None]
        for thing in things
        for foreign in [_is_of_others(accounts, holder, thing)]
    ]


def _several(value: Value) -> list[Value]:
    return [it for it in (items(value) if isinstance(value, list) else [value]) if it is not None and it != ""]


def _is_powerful(thing: Value, *, in_cluster: bool) -> bool:
    name = text(thing).rpartition("/")[2]
    return name in _ALL_POWERFUL or bool(_POWERFUL.fullmatch(name)) or (in_cluster and name in _POWERFUL_IN_CLUSTER)


def _is_of_others(own_accounts: Collection[str], *arns: Value) -> bool:
    """Whether something of another account is named, where one's own are known."""
    found = {it[1] for arn in arns if (it := _OWNER.match(text(arn)))}
    return bool(own_accounts) and not found <= set(own_accounts)


def _scope(association: Mapping[str, Value], words: Words) -> str:
    scope = block(association.get("access_scope"))
    names = [words.value(it) for it in texts(scope.get("namespaces"))]
    return f" in the namespaces {listed(names)}" if scope.get("type") == "namespace" else " in the cluster"


def _service_account(association: Mapping[str, Value], words: Words) -> str:
    account = f"{text(association.get('namespace'))}/{text(association.get('service_account'))}"
    return f"service account {words.value(account)}"
