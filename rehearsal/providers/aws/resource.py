"""What the functions that invent a resource's computed values have to work with."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from rehearsal.engine.provider import Change, Traits
from rehearsal.engine.values import State, Unknown, text
from rehearsal.providers.aws.account import Account
from rehearsal.providers.aws.defaults import without_defaults

HoldsObjects: TypeAlias = Callable[[str], bool]
"""Whether the S3 bucket of this name holds any object, be it an old version."""


def holds_nothing(_bucket: str) -> bool:
    """Of every bucket, where there is no S3."""
    return False


TIMESTAMP = "2026-01-01T00:00:00Z"
"""When everything was made: a rehearsal has no clock, so that its results can be compared."""


@dataclass(frozen=True)
class Resource:
    """One AWS resource that is being created or changed, in its account."""

    account: Account
    change: Change
    holds_objects: HoldsObjects = holds_nothing

    @property
    def planned(self) -> State:
        """Its arguments, and what is known of the rest."""
        return self.change.planned

    @property
    def region(self) -> str:
        """The region it lives in: its own argument, or the provider's."""
        return text(self.planned, "region") or self.account.region

    def text(self, name: str) -> str:
        """A known string argument, or an empty string."""
        return text(self.planned, name)

    def name(self) -> str:
        """The argument `name`, or what the provider makes up from `name_prefix` or from nothing."""
        return self.text("name") or (self.text("name_prefix") or "terraform-") + self.digits(26)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource."""
        return self.account.arn(service, resource, region=self.region)

    def global_arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of a global service, such as IAM."""
        return self.account.arn(service, resource, region="")

    def identifier(self, prefix: str) -> str:
        """An id like `vpc-0123456789abcdef0`. The same arguments give the same id, in each rehearsal."""
        return f"{prefix}-0{self.digest(prefix)[:16]}"

    def digits(self, length: int) -> str:
        """A stable decimal number of this many digits."""
        return str(int(self.digest("digits"), 16)).zfill(length)[-length:]

    def capitals(self, prefix: str) -> str:
        """A stable IAM unique id, such as `AROA` and 17 capitals."""
        return prefix + self.digest(prefix)[:17].upper()

    def uuid(self) -> str:
        """A stable UUID."""
        return str(uuid.UUID(self.digest("uuid")[:32]))

    def digest(self, purpose: str) -> str:
        """64 stable hexadecimal digits that no other resource has.

        They come from the arguments that are given: a new provider version that knows more arguments, or gives more
        defaults, changes nothing.
        """
        given = without_defaults(self.change.type_name, self.planned)
        known = {name: value for name, value in given.items() if value and not isinstance(value, Unknown)}
        seed = [self.account.id, self.region, self.change.type_name, known, self.change.attempt, purpose]
        return hashlib.sha256(json.dumps(seed, sort_keys=True, default=str).encode()).hexdigest()

    def modified_at(self) -> str:
        """When it was last changed: each change comes a minute after the one before."""
        before = text(self.change.prior or {}, "modified_at")
        if not before:
            return TIMESTAMP
        return f"{datetime.fromisoformat(before) + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"

    def other(self, type_name: str, object_id: str) -> State:
        """Another resource of this cloud by its id, or an empty object."""
        return next((state for key, state in self.change.inventory.of_type(type_name) if key.id == object_id), {})

    def all(self, type_name: str) -> Iterator[State]:
        """The resources of a type in its account and, if it is regional, its region."""
        scopes = (self.account.id, f"{self.account.id}/{self.region}")
        return (state for key, state in self.change.inventory.of_type(type_name) if key.scope in scopes)


Invent: TypeAlias = Callable[[Resource], State]
Refusal: TypeAlias = Callable[[Resource], None]
"""Raises `RefusedError` for what AWS would not do."""


def nothing(_resource: Resource) -> State:
    """For types whose every computed value may fall back."""
    return {}


@dataclass(frozen=True)
class ResourceType:
    """One AWS resource type: where its computed values come from, and how its objects live."""

    invent: Invent = nothing
    traits: Traits = field(default_factory=Traits)
