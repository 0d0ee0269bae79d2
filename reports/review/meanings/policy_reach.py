"""How far a statement of an IAM policy reaches: which of them deserve a second look."""

import re
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final

from reports.policies.comparison import Change, StatementDifference
from reports.policies.document import Part
from reports.policies.words import is_every
from reports.review.meanings.resource_reach import is_broad, is_everything

# Who may do these where they reach far can give himself the rest.
_ESCALATING: Final = (
    "eks:associateaccesspolicy",
    "eks:createaccessentry",
    "iam:passrole",
    "kms:creategrant",
    "kms:putkeypolicy",
    "organizations:leaveorganization",
    "sts:assumerole",
)
_ESCALATING_SERVICES: Final = ("iam", "organizations")
# What only shows names has to be allowed on everything; so have the one login to registries, and the question whether a
# change of a zone has arrived.
_HARMLESS = re.compile(r"[a-z0-9-]+:(describe|list)\w*\*?|ecr:getauthorizationtoken|route53:getchange", re.IGNORECASE)
# All others also hold for subjects that nobody named: `StringNotEquals`, `Null`, and `IfExists` where there is none.
_NAMES_SUBJECT = re.compile(r"String(?:Equals|Like) [^ ]*:sub = [^*?]+")
_EXCEPTIONS = (Part.NOT_ACTIONS, Part.NOT_PRINCIPALS, Part.NOT_RESOURCES)
_ACCOUNT = re.compile(r"AWS (?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)")


def reaches_far(found: StatementDifference, *, is_key_policy: bool, own_accounts: Collection[str]) -> bool:
    """Whether what is allowed from now on deserves a second look: a whole service, anybody, everything, no denial."""
    if not found.widens:
        return False
    if found.effect == "Deny":
        return True
    parts = found.parts
    if any(part in parts for part in _EXCEPTIONS) or found.removed.get(Part.CONDITIONS):
        return True
    if _opens_to_whom(found, own_accounts):
        return True
    actions = [it.casefold() for it in found.added.get(Part.ACTIONS, ())]
    if is_key_policy:
        # A key policy can only speak of its key, as `*`. The account itself has to be in it: its IAM governs the key.
        own = all(it.endswith(":root") for it in parts.get(Part.PRINCIPALS, ())) and bool(own_accounts)
        return not own and any(_is_whole_service(it) or _escalates(it) for it in actions)
    return _does_much(found, actions)


def foreign_accounts(principals: Iterable[str], own_accounts: Collection[str]) -> list[str]:
    """The accounts in principals of AWS that are not one's own; all of them where one's own are not known."""
    found = (_ACCOUNT.match(it) for it in principals)
    return sorted({it[1] for it in found if it and it[1] not in own_accounts})


def _opens_to_whom(found: StatementDifference, own_accounts: Collection[str]) -> bool:
    principals = found.added.get(Part.PRINCIPALS, ())
    if any(is_every(it.rpartition(" ")[2]) for it in principals) or foreign_accounts(principals, own_accounts):
        return True
    conditions = found.parts.get(Part.CONDITIONS, frozenset())
    federated = any(it.startswith("Federated ") for it in found.parts.get(Part.PRINCIPALS, ()))
    return federated and not any(map(_NAMES_SUBJECT.fullmatch, conditions))


def _does_much(found: StatementDifference, added: Collection[str]) -> bool:
    if any(map(_is_whole_service, added)):
        return True
    resources = found.parts.get(Part.RESOURCES, frozenset())
    actions = {it.casefold() for it in found.parts.get(Part.ACTIONS, frozenset())}
    wider = bool(found.added.get(Part.RESOURCES))
    asked = actions if wider else added
    unbound = not found.parts.get(Part.CONDITIONS)
    if any(map(is_everything, resources)):
        # A resource that becomes everything is one to look at, whatever is done with it.
        opened = found.change is Change.CHANGED and any(map(is_everything, found.added.get(Part.RESOURCES, ())))
        if opened:
            return True
    elif not any(map(is_broad, resources)):
        return False
    return any(_escalates(it) or (unbound and not _HARMLESS.fullmatch(it)) for it in asked)


@lru_cache(maxsize=4096)
def _is_whole_service(action: str) -> bool:
    service, _, name = action.partition(":")
    return is_every(service) or is_every(name)


@lru_cache(maxsize=4096)
def _escalates(action: str) -> bool:
    service = action.partition(":")[0]
    if any(fnmatchcase(it, service) for it in _ESCALATING_SERVICES):
        return True
    return any(fnmatchcase(it, action) for it in _ESCALATING)
