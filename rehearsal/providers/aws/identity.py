"""IAM and KMS."""

from rehearsal.engine.provider import Traits, always
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.resource import TIMESTAMP, Resource, ResourceType

_MANY_ROOT_CAS = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"
"""The thumbprint that IAM finds out by itself where none is given; here the one AWS used for EKS for years."""


def _role(resource: Resource) -> State:
    name = resource.name()
    return {
        "id": name,
        "arn": resource.global_arn("iam", f"role{resource.text('path') or '/'}{name}"),
        "create_date": TIMESTAMP,
        "name": name,
        "unique_id": resource.capitals("AROA"),
    }


def _role_policy(resource: Resource) -> State:
    name = resource.name()
    return {"id": f"{resource.text('role')}:{name}", "name": name}


def _policy(resource: Resource) -> State:
    name = resource.name()
    arn = resource.global_arn("iam", f"policy{resource.text('path') or '/'}{name}")
    return {"id": arn, "arn": arn, "name": name, "policy_id": resource.capitals("ANPA")}


def _role_policy_attachment(resource: Resource) -> State:
    return {"id": f"{resource.text('role')}/{resource.text('policy_arn')}"}


def _openid_connect_provider(resource: Resource) -> State:
    arn = resource.global_arn("iam", f"oidc-provider/{resource.text('url').removeprefix('https://')}")
    return {"id": arn, "arn": arn, "thumbprint_list": [_MANY_ROOT_CAS]}


def _key(resource: Resource) -> State:
    key_id = resource.uuid()
    rotates = resource.planned.get("enable_key_rotation") is True
    return {
        "id": key_id,
        "arn": resource.arn("kms", f"key/{key_id}"),
        "key_id": key_id,
        "policy": _default_key_policy(resource),
        "rotation_period_in_days": 365 if rotates else 0,
    }


def _rotation(prior: State, wanted: State) -> tuple[str, ...]:
    changed = wanted.get("enable_key_rotation") != prior.get("enable_key_rotation")
    return ("rotation_period_in_days",) if changed else ()


def _default_key_policy(resource: Resource) -> str:
    root = resource.global_arn("iam", "root")
    return (
        '{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow",'
        f'"Principal":{{"AWS":"{root}"}},"Resource":"*","Sid":"Enable IAM User Permissions"}}],"Version":"2012-10-17"}}'
    )


def _alias(resource: Resource) -> State:
    name = resource.text("name") or f"alias/{resource.name()}"
    target = resource.text("target_key_id")
    key_arn = text(resource.other("aws_kms_key", target), "arn") or resource.arn("kms", f"key/{target}")
    return {
        "id": name,
        "arn": resource.arn("kms", name),
        "name": name,
        "target_key_arn": target if target.startswith("arn:") else key_arn,
    }


def _key_policy(resource: Resource) -> State:
    return {"id": resource.text("key_id")}


IDENTITY_TYPES = {
    "aws_iam_role": ResourceType(_role),
    # AWS sets inline policies and attachments whether or not they are there already.
    "aws_iam_role_policy": ResourceType(_role_policy, Traits(overwrites=always)),
    "aws_iam_policy": ResourceType(_policy),
    "aws_iam_role_policy_attachment": ResourceType(_role_policy_attachment, Traits(overwrites=always)),
    "aws_iam_openid_connect_provider": ResourceType(_openid_connect_provider),
    "aws_kms_key": ResourceType(_key, Traits(recomputed=_rotation)),
    "aws_kms_alias": ResourceType(_alias),
    "aws_kms_key_policy": ResourceType(_key_policy, Traits(overwrites=always)),
}
