"""Which IAM roles, and instance profiles of them, a resource works with, as far as its text says it: by ARN or name."""

import json
import re
from collections.abc import Mapping

from reports.review.values import Json

_ARN = re.compile(r"arn:[\w-]+:iam::\d*:(?:role|instance-profile)/[\w+=,.@/-]+")
# `"role": "dev-node"`, as in an instance profile, and the same in the YAML of a chart's values inside of JSON.
_NAME = re.compile(
    r"""(?:role|instance_?profile)(?:_?name)?(?:\\?["'])?\s*:\s*(?:\\?["'])?([\w+=,.@-]{1,64})(?![\w+=,.@:/-])""",
    re.IGNORECASE,
)
_IN_BLOCK = re.compile(r'"iam_instance_profile":\s*\[\s*\{[^{}]*"name":\s*"([^"]+)"')
# Permissions of a role do not use it, they belong to it.
_NO_USE = re.compile(r"aws_iam_role_polic|aws_iam_policy")


def used_roles(type_name: str, written: str, change: Mapping[str, Json]) -> frozenset[str]:
    """ARNs and names of the roles and instance profiles that a resource works with after a change.

    Those of before count too where something is not known yet, or where Terraform leaves the old object in AWS.
    """
    if not ("ole" in written or "rofile" in written) or _NO_USE.match(type_name):
        return frozenset()
    mentioned = _roles(written)
    actions = change.get("actions")
    if not mentioned or actions == ["no-op"]:
        return mentioned
    sides = [change.get("after")]
    if "true" in json.dumps(change.get("after_unknown")) or (isinstance(actions, list) and "forget" in actions):
        sides.append(change.get("before"))
    return mentioned & _roles(json.dumps(sides))


def _roles(written: str) -> frozenset[str]:
    # A comma may be part of a name, and ends it in YAML such as `{role: dev-node, labels: {}}`.
    names = (it.rstrip(",") for it in _NAME.findall(written))
    return frozenset((*_ARN.findall(written), *names, *_IN_BLOCK.findall(written)))
