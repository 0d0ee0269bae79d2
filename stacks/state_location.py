"""Where the state of a stack lies: one answer for the stack that writes it and for those that read it."""

from dataclasses import dataclass
from typing import TypedDict

from cdktf import (
    DataTerraformRemoteStateLocal,
    DataTerraformRemoteStateS3,
    LocalBackend,
    S3Backend,
    TerraformRemoteState,
    TerraformStack,
)


class _S3Arguments(TypedDict):
    bucket: str
    key: str
    region: str
    allowed_account_ids: list[str] | None


@dataclass(frozen=True)
class LocalStateLocation:
    """A file, as seen from the folder in which Terraform runs."""

    path: str

    def write_from(self, stack: TerraformStack) -> None:
        """Make `stack` keep its state here."""
        LocalBackend(stack, path=self.path)

    def read_from(self, stack: TerraformStack, id: str) -> TerraformRemoteState:
        """Let `stack` read the outputs of the state here."""
        return DataTerraformRemoteStateLocal(stack, id, path=self.path)


@dataclass(frozen=True)
class S3StateLocation:
    """An object in a bucket: encrypted, and locked by a lock object beside it."""

    bucket: str
    key: str
    region: str
    account_id: str | None
    """The only account whose credentials may be used, if the environment names one."""

    def write_from(self, stack: TerraformStack) -> None:
        """Make `stack` keep its state here."""
        backend = S3Backend(stack, **self._arguments(), encrypt=True)
        # The bindings are older than the argument.
        backend.add_override("use_lockfile", value=True)

    def read_from(self, stack: TerraformStack, id: str) -> TerraformRemoteState:
        """Let `stack` read the outputs of the state here."""
        return DataTerraformRemoteStateS3(stack, id, **self._arguments())

    def _arguments(self) -> _S3Arguments:
        return {
            "bucket": self.bucket,
            "key": self.key,
            "region": self.region,
            "allowed_account_ids": None if self.account_id is None else [self.account_id],
        }


StateLocation = LocalStateLocation | S3StateLocation
