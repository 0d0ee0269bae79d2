"""IAM policies that are malformed or too large."""

import json
import re
from typing import NamedTuple

from rehearsal.engine.values import State, text
from rehearsal.providers.aws.refusals.answer import refused
from rehearsal.providers.aws.resource import Refusal, Resource

QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
_MANAGED, _INLINE_OF_ROLE, _TRUST = 6144, 10240, 2048


class _Sending(NamedTuple):
    """What the provider was at when it sent a document."""

    doing: str
    operation: str


def _managed(resource: Resource) -> None:
    name = resource.text("name")
    sending = _Sending(f"creating IAM Policy ({name})", "IAM: CreatePolicy")
    if resource.change.prior is not None:
        sending = _Sending(f"updating IAM Policy ({resource.text('arn')})", "IAM: CreatePolicyVersion")
    _refuse_malformed(sending, resource.text("policy"))
    if size(resource.text("policy")) > _MANAGED:
        raise refused(
            *sending, f"LimitExceeded: Cannot exceed quota for PolicySize: {_MANAGED}", source=QUOTAS, status=409
        )


def _inline(resource: Resource) -> None:
    role, name = resource.text("role"), resource.text("name")
    sending = _Sending(f"putting IAM Role ({role}) Policy ({name})", "IAM: PutRolePolicy")
    _refuse_malformed(sending, resource.text("policy"))
    others = (
        policy
        for policy in resource.all("aws_iam_role_policy")
        if text(policy, "role") == role and text(policy, "name") != name
    )
    if size(resource.text("policy")) + sum(size(text(policy, "policy")) for policy in others) > _INLINE_OF_ROLE:
        message = f"Maximum policy size of {_INLINE_OF_ROLE} bytes exceeded for role {role}"
        raise refused(*sending, f"LimitExceeded: {message}", source=QUOTAS, status=409)


def _trust(resource: Resource) -> None:
    name = resource.text("name")
    sending = _Sending(f"creating IAM Role ({name})", "IAM: CreateRole")
    if resource.change.prior is not None:
        sending = _Sending(f"updating IAM Role ({name}) assume role policy", "IAM: UpdateAssumeRolePolicy")
    _refuse_malformed(sending, resource.text("assume_role_policy"), trust=True)
    if size(resource.text("assume_role_policy")) > _TRUST:
        raise refused(
            *sending, f"LimitExceeded: Cannot exceed quota for ACLSizePerRole: {_TRUST}", source=QUOTAS, status=409
        )


def size(document: str) -> int:
    """The characters of a policy that IAM counts: white space is none of them."""
    return len(re.sub(r"\s", "", document))


def _refuse_malformed(sending: _Sending, document: str, *, trust: bool = False) -> None:
    problem = _problem(document, trust=trust)
    if problem is not None:
        raise refused(*sending, f"MalformedPolicyDocument: {problem}", source=GRAMMAR)


def _problem(document: str, *, trust: bool) -> str | None:
    """What IAM says of a document that it cannot read, or None. moto knows the grammar, up to two rules."""
    # moto takes half a second to import, which a rehearsal without roles does not need.
    from moto.iam.exceptions import MalformedPolicyDocument  # noqa: PLC0415
    from moto.iam.policy_validation import (  # noqa: PLC0415
        IAMPolicyDocumentValidator,
        IAMTrustPolicyDocumentValidator,
    )

    validator = IAMTrustPolicyDocumentValidator if trust else IAMPolicyDocumentValidator
    try:
        validator(document).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    statements = _statements(document)
    if any(not re.fullmatch("[0-9A-Za-z]*", text(statement, "Sid")) for statement in statements):
        return (
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            "[0-9A-Za-z]*"
        )
    if trust and any("Principal" not in statement for statement in statements):
        return "Missing required field Principal"
    if not trust and any("Principal" in statement for statement in statements):
        return "Policy document should not specify a principal."
    return None


def _statements(document: str) -> list[State]:
    statements: State | list[State] = json.loads(document)["Statement"]
    return statements if isinstance(statements, list) else [statements]


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_iam_policy": (_managed,),
    "aws_iam_role": (_trust,),
    "aws_iam_role_policy": (_inline,),
}
ON_UPDATE = ON_CREATE
