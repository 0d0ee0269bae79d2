"""What can be known of an existing cluster before it is read: that what stands in the file is of one cluster."""

import base64
import binascii
import re
from collections.abc import Iterator

from config.rules.draft import Draft
from config.rules.problem import Problem

ENDPOINT_PATTERN = "^https://[0-9A-Za-z.-]+$"
ISSUER_PATTERN = "^https://[0-9a-z.-]+/id/[0-9A-Za-z]+$"
CERTIFICATE_PATTERN = "^LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t[0-9A-Za-z+/]*={0,2}$"
"""The beginning is that of every certificate in PEM, in base64."""

_ENDPOINT_REMEDY = (
    "is no endpoint of a Kubernetes API; write it as EKS gives it, such as "
    "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com"
)
_ISSUER_REMEDY = (
    "is no issuer; write it as EKS gives it, such as "
    "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
)
_CERTIFICATE_REMEDY = "is no certificate in base64; write certificateAuthority.data as EKS gives it, in one line"


def endpoint_problems(endpoint: str, draft: Draft) -> Iterator[Problem]:
    """An endpoint that no cluster of the region has."""
    yield from _url_problems(endpoint, ENDPOINT_PATTERN, _ENDPOINT_REMEDY, draft)


def issuer_problems(issuer: str, draft: Draft) -> Iterator[Problem]:
    """An issuer that no cluster of the region has."""
    yield from _url_problems(issuer, ISSUER_PATTERN, _ISSUER_REMEDY, draft)


def _url_problems(url: str, pattern: str, remedy: str, draft: Draft) -> Iterator[Problem]:
    if not re.fullmatch(pattern, url):
        yield Problem((), url, remedy)
    elif draft.region is not None and f".{draft.region.name}." not in url:
        yield Problem((), url, f"is not in {draft.region.name}; correct it, or region")


def certificate_problems(data: str) -> Iterator[Problem]:
    """What is no certificate."""
    try:
        whole = base64.b64decode(data, validate=True).rstrip().endswith(b"-----END CERTIFICATE-----")
    except binascii.Error:
        whole = False
    if not whole or not re.fullmatch(CERTIFICATE_PATTERN, data):
        yield Problem((), data, _CERTIFICATE_REMEDY)


def provider_problems(arn: str, issuer: str, draft: Draft) -> Iterator[Problem]:
    """An IAM OIDC provider of another issuer, or one that the roles of this environment can't trust."""
    region, account_id = draft.region, draft.account_id
    if region is None:
        return
    of_the_issuer = issuer.removeprefix("https://")
    example = f"arn:{region.partition}:iam::{account_id or '111122223333'}:oidc-provider/{of_the_issuer}"
    found = re.fullmatch("arn:([a-z-]+):iam::([0-9]{12}):oidc-provider/(.+)", arn)
    if found is None or found[1] != region.partition:
        yield Problem(("arn",), arn, f"is not the ARN of an IAM OIDC provider; write {example}")
    elif found[3] != of_the_issuer:
        yield Problem(("arn",), arn, f"is the provider of another issuer than oidc_issuer; write {example}")
    elif account_id not in {None, found[2]}:
        remedy = f"is of account {found[2]}; roles trust only providers of their own account, {account_id}"
        yield Problem(("arn",), arn, remedy)
