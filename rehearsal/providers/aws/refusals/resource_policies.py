"""Policies of keys, buckets and VPC endpoints that KMS, S3 and EC2 do not take.

The grammar is IAM's, of which moto knows most. Here a statement has to name its principal, which IAM forbids.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, Value, mapping
from rehearsal.providers.aws.refusals.answer import refused
from rehearsal.providers.aws.resource import Refusal, Resource

_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"
_ENDPOINT = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"


def _key(resource: Resource) -> None:
    if resource.change.prior is None:
        _refuse_key_policy(resource, "creating KMS Key", "KMS: CreateKey")
    else:
        _refuse_key_policy(resource, f"updating KMS Key ({resource.text('id')}) policy", "KMS: PutKeyPolicy")


def _key_policy(resource: Resource) -> None:
    _refuse_key_policy(resource, f"attaching KMS Key policy ({resource.text('key_id')})", "KMS: PutKeyPolicy")


def _refuse_key_policy(resource: Resource, doing: str, operation: str) -> None:
    if not (document := resource.text("policy")):
        return
    problem = _problem(document)
    if problem is None and resource.planned.get("bypass_policy_lockout_safety_check") is not True:
        problem = _lockout(document, resource.account.id)
    if problem is not None:
        raise refused(doing, operation, f"MalformedPolicyDocumentException: {problem}", source=_KMS)


def _lockout(document: str, account_id: str) -> str | None:
    """Somebody of the account has to be able to change the policy later; whoever that is may be the caller."""
    for statement in _statements(document):
        principals = _listed(mapping(statement, "Principal").get("AWS", statement.get("Principal")))
        ours = any(re.fullmatch(rf"\*|{account_id}|arn:[^:]*:(iam|sts)::{account_id}:.*", str(it)) for it in principals)
        allows = any(fnmatchcase("kms:putkeypolicy", str(it).lower()) for it in _listed(statement.get("Action")))
        if statement.get("Effect") == "Allow" and ours and (allows or "NotAction" in statement):
            return None
    return "The new key policy will not allow you to update the key policy in the future."


def _bucket(resource: Resource) -> None:
    name, document = resource.text("bucket"), resource.text("policy")
    problem = _problem(document)
    arn = re.compile(rf"arn:[^:]*:s3:::{re.escape(name)}(/.*)?")
    if problem is None and not all(arn.fullmatch(it) for it in _resources(document)):
        problem = "Policy has invalid resource"
    if problem is not None:
        raise refused(
            f"putting S3 Bucket ({name}) Policy", "S3: PutBucketPolicy", f"MalformedPolicy: {problem}", source=_S3
        )


def _endpoint(resource: Resource) -> None:
    document = resource.text("policy")
    if document and _problem(document) is not None:
        raise _endpoint_refusal(resource)


def _endpoint_refusal(resource: Resource) -> RefusedError:
    answer = "InvalidPolicyDocument: The Policy Document is not valid."
    if resource.change.prior is None:
        doing = f"creating EC2 VPC Endpoint ({resource.text('service_name')})"
        return refused(doing, "EC2: CreateVpcEndpoint", answer, source=_ENDPOINT)
    doing = f"updating EC2 VPC Endpoint ({resource.text('id')})"
    return refused(doing, "EC2: ModifyVpcEndpoint", answer, source=_ENDPOINT)


def _problem(document: str) -> str | None:
    """What is wrong with the grammar of a policy that belongs to a resource, or None."""
    # moto takes half a second to import, which a rehearsal without such policies does not need.
    from moto.iam.exceptions import MalformedPolicyDocument  # noqa: PLC0415
    from moto.iam.policy_validation import BaseIAMPolicyValidator  # noqa: PLC0415

    statements = list(_statements(document))
    if not statements:
        return "Could not parse the policy: Statement is empty!"
    for statement in statements:
        for field in ("Principal", "Action", "Resource"):
            if not statement.get(field) and not statement.get(f"Not{field}"):
                return f"Missing required field {field}"
    try:
        # The older version is IAM's default, and KMS and S3 still take it.
        BaseIAMPolicyValidator(json.dumps({**json.loads(document), "Version": "2012-10-17"})).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    return None


def _statements(document: str) -> Iterator[State]:
    return (it for it in _listed(json.loads(document).get("Statement")) if isinstance(it, dict))


def _resources(document: str) -> Iterator[str]:
    for statement in _statements(document):
        yield from map(str, _listed(statement.get("Resource")))


def _listed(value: Value) -> Sequence[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_kms_key": (_key,),
    "aws_kms_key_policy": (_key_policy,),
    "aws_s3_bucket_policy": (_bucket,),
    "aws_vpc_endpoint": (_endpoint,),
}
ON_UPDATE = ON_CREATE
