"""What a synthesized stack says about itself, read from its *.tf.json files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rehearsal.engine.values import State, blocks, mapping, text, texts
from rehearsal.manifest import ManifestError, read_object


class Kind(StrEnum):
    """What a type is a type of; the value is the key of Terraform's JSON."""

    RESOURCE = "resource"
    DATA = "data"


class TypeInUse(NamedTuple):
    """A resource type or data source; `provider` is the local name that its own name begins with."""

    provider: str
    kind: Kind
    name: str


class Resource(NamedTuple):
    """A resource as it stands in the files: type, name, and the arguments as they are written."""

    type_name: str
    name: str
    arguments: State

    @property
    def address(self) -> str:
        """How Terraform calls it."""
        return f"{self.type_name}.{self.name}"


class Backend(NamedTuple):
    """Where a stack keeps its state: `kind` is Terraform's name for it, such as `s3` or `local`."""

    kind: str
    config: State


@dataclass(frozen=True)
class Stack:
    """The configuration in one directory."""

    directory: Path
    documents: tuple[State, ...]

    @classmethod
    def read(cls, directory: Path) -> "Stack":
        """The stack whose files lie in `directory`.

        Raises:
            ManifestError: there are none, or one is no JSON object.
        """
        files = sorted(directory.glob("*.tf.json"))
        if not files:
            raise ManifestError(f"{directory}: holds no *.tf.json file, but the manifest says that a stack lies there")
        return cls(directory, tuple(map(read_object, files)))

    @property
    def types(self) -> frozenset[TypeInUse]:
        """The types that need a provider; those of Terraform itself (`terraform_data`) do not."""
        found = (
            TypeInUse(name.partition("_")[0], kind, name)
            for document in self.documents
            for kind in Kind
            for name in mapping(document, kind)
        )
        return frozenset(used for used in found if used.provider != "terraform")

    @property
    def provider_versions(self) -> dict[str, str]:
        """The version constraint of each provider, by local name."""
        return {
            name: text(mapping(providers, name), "version")
            for settings in self._blocks("terraform")
            for providers in _one_or_many(settings, "required_providers")
            for name in providers
        }

    @property
    def backend(self) -> Backend:
        """Where the state is kept; without a word about it, in a local file."""
        for settings in self._blocks("terraform"):
            for backend in _one_or_many(settings, "backend"):
                for kind in backend:
                    return Backend(kind, next(iter(_one_or_many(backend, kind)), {}))
        return Backend("local", {})

    @property
    def remote_states(self) -> list[Backend]:
        """Where the states are kept that it reads."""
        return [
            Backend(text(reader, "backend"), next(iter(_one_or_many(reader, "config")), {}))
            for document in self.documents
            for reader in _each(mapping(mapping(document, "data"), "terraform_remote_state"))
        ]

    @property
    def resources(self) -> list[Resource]:
        """What it makes, type by type."""
        return [
            Resource(type_name, name, arguments)
            for document in self.documents
            for type_name, named in mapping(document, "resource").items()
            if isinstance(named, Mapping)
            for name in named
            for arguments in _one_or_many(named, name)
        ]

    @property
    def buckets(self) -> frozenset[str]:
        """The names of the S3 buckets that it makes."""
        return frozenset(text(it.arguments, "bucket") for it in self.resources if it.type_name == "aws_s3_bucket")

    @property
    def allowed_account_ids(self) -> list[str]:
        """The AWS accounts that its backend and its providers allow, as far as they name any."""
        configurations = [self.backend.config]
        for providers in self._blocks("provider"):
            configurations += _one_or_many(providers, "aws")
        return [
            account_id for configuration in configurations for account_id in texts(configuration, "allowed_account_ids")
        ]

    def only_provider(self, name: str) -> State:
        """A configuration of nothing but one provider, set up as it is in this stack."""
        settings = [
            {"required_providers": {name: providers[name]}}
            for block in self._blocks("terraform")
            for providers in _one_or_many(block, "required_providers")
            if name in providers
        ]
        configurations = [it for block in self._blocks("provider") for it in _one_or_many(block, name)]
        return {"terraform": settings, "provider": {name: configurations}}

    def _blocks(self, name: str) -> Iterator[State]:
        for document in self.documents:
            yield from _one_or_many(document, name)


def _one_or_many(state: State, name: str) -> list[State]:
    """Terraform's JSON writes a block that stands once as an object, or as a list of one."""
    once = mapping(state, name)
    return [once] if once else blocks(state, name)


def _each(named: State) -> Iterator[State]:
    for name in named:
        yield from _one_or_many(named, name)
