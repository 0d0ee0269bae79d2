"""S3 for Terraform's remote state: a moto server in a process of its own, reached as if it were AWS.

The synthesized files speak of the real S3, and Terraform's S3 backend knows no environment variable for path-style
addresses, so an endpoint on 127.0.0.1 would make it look up `bucket.127.0.0.1`. Instead the endpoints keep AWS's own
names, but over plain HTTP, and HTTP_PROXY leads to moto, which takes the bucket from the Host header as S3 does. No
name is looked up, no file is changed, and it works for backends and for `terraform_remote_state` alike.
"""

import json
import re
from collections.abc import Mapping
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlencode

from rehearsal.engine.values import State
from rehearsal.state_store_servers import StateStoreError, give_back, server

_IAM = "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0"
"""An Authorization header from which moto sees that a request is for IAM; it checks no signatures."""
_S3 = {"Authorization": _IAM.replace("/iam/", "/s3/")}
_VERSION = re.compile("<Key>(.*?)</Key><VersionId>(.*?)</VersionId>")
"""Key and version of an object, or of the mark that it was deleted, in the answer to ListObjectVersions."""


class StateStore:
    """A simulated S3, empty at first. Making it does not wait for its server; the first use does."""

    def __init__(self, log: Path) -> None:
        self._keys: dict[str, tuple[str, str]] = {}
        self._server = server(log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        give_back(self._server)

    def environment(self, account_id: str) -> dict[str, str]:
        """What leads Terraform here, with credentials of one AWS account."""
        access_key, secret_key = self._access_key(account_id)
        return {
            "AWS_ACCESS_KEY_ID": access_key,
            "AWS_SECRET_ACCESS_KEY": secret_key,
            "AWS_ENDPOINT_URL_S3": "http://s3.amazonaws.com",
            "AWS_ENDPOINT_URL_STS": "http://sts.amazonaws.com",
            "HTTP_PROXY": f"http://127.0.0.1:{self._server.port}",
        }

    def ensure_bucket(self, name: str, *, versioning: str) -> None:
        """Make a bucket unless it is there; `versioning` is S3's word for it, empty where it was never turned on."""
        self._request("PUT", f"/{name}")
        if versioning:
            body = f"<VersioningConfiguration><Status>{versioning}</Status></VersioningConfiguration>"
            self._request("PUT", f"/{name}?versioning", body, {**_S3, "Content-Type": "application/xml"})

    def state(self, bucket: str, key: str, version: str = "") -> State:
        """The Terraform state at `key`, now or in an older `version`; nothing where there is none."""
        query = f"?{urlencode({'versionId': version})}" if version else ""
        state: State = json.loads(self._found(f"/{bucket}/{quote(key)}{query}") or "{}")
        return state

    def versions(self, bucket: str) -> dict[str, list[str]]:
        """The versions of each object in a bucket, the newest first; then the marks that it was deleted."""
        versions: dict[str, list[str]] = {}
        for key, version in _VERSION.findall(self._found(f"/{bucket}?versions")):
            versions.setdefault(unescape(key), []).append(version)
        return versions

    def empty_bucket(self, name: str) -> None:
        """Delete all versions of all objects in a bucket, as a person does before deleting it."""
        while found := self.versions(name):
            for key, versions in found.items():
                for version in versions:
                    query = urlencode({"versionId": version})
                    self._request("DELETE", f"/{name}/{quote(key)}?{query}", headers=_S3)

    def remove_bucket(self, name: str) -> None:
        """Take away a bucket with everything in it, if there is one."""
        self.empty_bucket(name)
        if self._found(f"/{name}"):
            self._request("DELETE", f"/{name}", headers=_S3)

    def _found(self, path: str) -> str:
        """The answer to a GET; nothing where S3 does not have it."""
        try:
            return self._request("GET", path, headers=_S3)
        except StateStoreError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return ""
            raise

    def _access_key(self, account_id: str) -> tuple[str, str]:
        """The key of a user in the account: by it moto tells, like AWS, in whose name a request comes."""
        if account_id not in self._keys:
            headers = {"Authorization": _IAM, "x-moto-account-id": account_id}
            self._request("POST", "/", "Action=CreateUser&UserName=rehearsal&Version=2010-05-08", headers)
            answer = self._request("POST", "/", "Action=CreateAccessKey&UserName=rehearsal&Version=2010-05-08", headers)
            found = re.search(r"<AccessKeyId>(.+?)<.*<SecretAccessKey>(.+?)<", answer)
            if found is None:
                raise StateStoreError(f"no access key for account {account_id}: {answer}")
            self._keys[account_id] = (found[1], found[2])
        return self._keys[account_id]

    def _request(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> str:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        return self._server.request(method, path, body, {**form, **(headers or {})})
