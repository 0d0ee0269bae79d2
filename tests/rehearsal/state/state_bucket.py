"""What lies in a simulated state bucket, as the AWS CLI shows it to people."""

import json
import re

from rehearsal.engine.values import State
from rehearsal.state_store import StateStore

_S3 = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, Signature=0"}
_VERSION = re.compile("<Key>(.*?)</Key><VersionId>(.*?)</VersionId>")


def versions(store: StateStore, bucket: str) -> dict[str, list[str]]:
    """`aws s3api list-object-versions`: the versions of each key, the newest first; then the marks of its deletions."""
    found: dict[str, list[str]] = {}
    for key, version in _VERSION.findall(store._request("GET", f"/{bucket}?versions", headers=_S3)):
        found.setdefault(key, []).append(version)
    return found


def state_of(store: StateStore, bucket: str, key: str, version: str) -> State:
    """`aws s3api get-object --version-id`."""
    state: State = json.loads(store._request("GET", f"/{bucket}/{key}?versionId={version}", headers=_S3))
    return state
