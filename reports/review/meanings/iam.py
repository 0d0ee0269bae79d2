"""Who may do what in AWS and in the cluster: policies, trusts, and who has them."""

from collections.abc import Iterator

from reports.review.document import Level, Sentence
from reports.review.meanings.policy_documents import is_policy, policy_sentences
from reports.review.plan import Action, Change
from reports.review.values import Hidden, Value, mapping, text
from reports.review.words import Words, code

_ATTACHMENTS = {"aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment"}
_ALL_POWERFUL = {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "AmazonEKSClusterAdminPolicy"}


def policy_arguments(change: Change) -> list[str]:
    """The arguments of a resource that hold a policy document before or after."""
    before, after = mapping(change.before), mapping(change.after)
    return [
        name
        for name in sorted({*before, *after})
        if name == "policy" or name.endswith("_policy")
        if any(is_policy(side.get(name)) or _is_hidden(change, side.get(name)) for side in (before, after))
    ]


def iam_sentences(change: Change, words: Words) -> Iterator[Sentence]:
    """What may be done after a change that may not be done before, and the other way round."""
    if change.action is not Action.FORGET:
        for name in policy_arguments(change):
            yield from _policy(change, name, words)
        yield from _attachment(change, words)
        yield from _pod_identity(change, words)


def _policy(change: Change, name: str, words: Words) -> Iterator[Sentence]:
    before, after = mapping(change.before).get(name), mapping(change.after).get(name)
    hidden = next((it for it in (after, before) if isinstance(it, Hidden)), None)
    if hidden is None:
        for found in policy_sentences(before, after, words):
            yield Sentence(found.level, f"{code(name)}: {found.text}")
    elif before != after or change.action is not Action.UPDATE:
        level = Level.NOTE if change.action is Action.CREATE else Level.REACH
        yield Sentence(level, f"{code(name)}: what it allows is not in this plan ({hidden.why})")


def _is_hidden(change: Change, value: Value) -> bool:
    return change.type.startswith("aws_iam_") and isinstance(value, Hidden)


def _attachment(change: Change, words: Words) -> Iterator[Sentence]:
    if change.type in _ATTACHMENTS:
        holder, where = "role", ""
    elif change.type == "aws_eks_access_policy_association":
        holder, where = "principal_arn", " in the cluster"
    else:
        return
    before, after = mapping(change.before), mapping(change.after)
    if all(before.get(it) == after.get(it) for it in (holder, "policy_arn")):
        return
    for side, verb in ((after, "gets"), (before, "loses")):
        policy = side.get("policy_arn")
        if policy is not None:
            wide = verb == "gets" and text(policy).rpartition("/")[2] in _ALL_POWERFUL
            who = words.value(side.get(holder) or side.get("user") or side.get("group"))
            yield Sentence(Level.REACH if wide else Level.NOTE, f"{who} {verb} {words.value(policy)}{where}")


def _pod_identity(change: Change, words: Words) -> Iterator[Sentence]:
    if change.type != "aws_eks_pod_identity_association":
        return
    before, after = mapping(change.before), mapping(change.after)
    if before.get("role_arn") != after.get("role_arn"):
        for side, verb in ((after, "gets"), (before, "loses")):
            if side.get("role_arn") is not None:
                account = f"{text(side.get('namespace'))}/{text(side.get('service_account'))}"
                role = words.value(side.get("role_arn"))
                yield Sentence(Level.NOTE, f"service account {words.value(account)} {verb} the role {role}")
