"""What the provider itself finds wrong with arguments, in its own words, as soon as `terraform validate`.

Source: the `ValidateFunc` of each argument, in the files that rehearsal/providers/replacement.toml names, and
https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/verify/validate.go. The limits are AWS's own:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html for IAM,
https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html for EKS.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Network
from typing import TypeAlias

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State
from rehearsal.providers.aws.refusals.bounds import out_of_bounds

Validator: TypeAlias = Callable[[str, str], str | None]
"""What is wrong with the value (second) of the argument (first), or None."""


def validate(type_name: str, config: State) -> list[RefusedError]:
    """What is wrong with the arguments of a resource; values that are not known yet are not looked at."""
    return [*_problems(_VALIDATORS.get(type_name, {}), config), *out_of_bounds(type_name, config)]


def _problems(validators: Mapping[str, tuple[Validator, ...]], config: State) -> Iterator[RefusedError]:
    for name, checks in validators.items():
        value = config.get(name)
        if not isinstance(value, str):
            continue
        for check in checks:
            if (problem := check(name, value)) is not None:
                yield RefusedError(problem, path=(name,))


def _length(least: int, most: int) -> Validator:
    def check(name: str, value: str) -> str | None:
        if least <= len(value) <= most:
            return None
        return f"expected length of {name} to be in the range ({least} - {most}), got {value}"

    return check


def _pattern(pattern: str, message: str) -> Validator:
    compiled = re.compile(pattern)

    def check(name: str, value: str) -> str | None:
        return None if compiled.search(value) else f"invalid value for {name} ({message})"

    return check


def _cluster_name(name: str, value: str) -> str | None:
    pattern = "^[0-9A-Za-z][0-9A-Za-z_-]*$"
    if not 1 <= len(value) <= 100:  # noqa: PLR2004 - the limit stands in the message
        return f'"{name}" length must be between 1-100 characters: "{value}"'
    if not re.fullmatch(pattern, value, re.ASCII):
        return f'"{name}" doesn\'t comply with restrictions ("{pattern}"): "{value}"'
    return None


def _launch_template_name(name: str, value: str) -> str | None:
    if len(value) < 3:  # noqa: PLR2004 - the limit stands in the message
        return f'"{name}" cannot be less than 3 characters'
    if len(value) > 125:  # noqa: PLR2004 - the limit stands in the message
        return f'"{name}" cannot be longer than 125 characters'
    if not re.fullmatch(r"[0-9A-Za-z()./_\-]+", value):
        return f'"{name}" can only alphanumeric characters and ()./_- symbols'
    return None


def _log_group_name(name: str, value: str) -> str | None:
    if len(value) > 512:  # noqa: PLR2004 - the limit stands in the message
        return f'"{name}" cannot be longer than 512 characters: "{value}"'
    if not re.fullmatch(r"[0-9A-Za-z_\-/.#]+", value):
        return (
            f'"{name}" isn\'t a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash '
            f'signs and dots are allowed): "{value}"'
        )
    return None


def _alias_name(name: str, value: str) -> str | None:
    if value.startswith("alias/aws/"):
        return f"\"{name}\" cannot begin with reserved AWS CMK prefix 'alias/aws/'"
    if not re.fullmatch("alias/[0-9A-Za-z/_-]+", value):
        return f"\"{name}\" must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-]"
    return None


def _cidr_block(_name: str, value: str) -> str | None:
    try:
        network = IPv4Network(value, strict=False)
    except ValueError:
        return f'"{value}" is not a valid CIDR block: invalid CIDR address: {value}'
    return None if str(network) == value else f'"{value}" is not a valid CIDR block; did you mean "{network}"?'


def _cidr_size(least: int, most: int) -> Validator:
    def check(name: str, value: str) -> str | None:
        try:
            bits = IPv4Network(value, strict=False).prefixlen
        except ValueError:
            return None  # `_cidr_block` tells
        if least <= bits <= most:
            return None
        limits = f"between {least} and {most} significant bits"
        return f'expected "{name}" to contain a network Value with {limits}, got: {bits}'

    return check


def _policy_json(name: str, value: str) -> str | None:
    try:
        document = json.loads(value)
    except json.JSONDecodeError as error:
        return f'"{name}" contains an invalid JSON policy: {error.msg}, at byte offset {error.pos}'
    return None if isinstance(document, dict) else f'"{name}" contains an invalid JSON policy: not a JSON object'


def _iam_name(most: int) -> tuple[Validator, ...]:
    return (_length(1, most), _pattern(r"^[A-Za-z0-9_+=,.@-]*$", r"must match [\w+=,.@-]"))


def _role_by_name(name: str, value: str) -> str | None:
    return f'"{name}" must be the role\'s name not its ARN' if value.startswith("arn:") else None


_QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
_IAM_DESCRIPTION = (
    _length(0, 1000),
    _pattern(f"^[^{_QUOTES}]*$", f"cannot contain specially formatted single or double quotes: [{_QUOTES}]"),
)

_VALIDATORS: dict[str, dict[str, tuple[Validator, ...]]] = {
    "aws_cloudwatch_log_group": {"name": (_log_group_name,)},
    "aws_eks_access_entry": {"cluster_name": (_cluster_name,)},
    "aws_eks_access_policy_association": {"cluster_name": (_cluster_name,)},
    "aws_eks_addon": {
        "addon_version": (_pattern(r"^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", "must follow semantic version format"),),
        "cluster_name": (_cluster_name,),
    },
    "aws_eks_cluster": {"name": (_cluster_name,)},
    "aws_eks_node_group": {"cluster_name": (_cluster_name,), "node_group_name": (_length(0, 63),)},
    "aws_iam_policy": {"name": _iam_name(128), "policy": (_policy_json,)},
    "aws_iam_role": {
        "assume_role_policy": (_policy_json,),
        "description": _IAM_DESCRIPTION,
        "name": _iam_name(64),
        "path": (_length(0, 512),),
    },
    "aws_iam_role_policy": {"name": _iam_name(128), "policy": (_policy_json,), "role": (_role_by_name,)},
    "aws_iam_role_policy_attachment": {"role": (_role_by_name,)},
    "aws_kms_alias": {"name": (_alias_name,)},
    "aws_kms_key": {"description": (_length(0, 8192),), "policy": (_policy_json,)},
    "aws_launch_template": {"name": (_launch_template_name,), "description": (_length(0, 255),)},
    "aws_s3_bucket": {"bucket": (_length(0, 63),)},
    "aws_s3_bucket_policy": {"policy": (_policy_json,)},
    "aws_security_group": {"name": (_length(0, 255),)},
    "aws_subnet": {"cidr_block": (_cidr_block,)},
    "aws_vpc": {"cidr_block": (_cidr_block, _cidr_size(16, 28))},
    "aws_vpc_endpoint": {"policy": (_policy_json,)},
}
