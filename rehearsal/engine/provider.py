"""What a simulated provider has to say beyond its schema; everything else the engine does."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from rehearsal.engine.calls import Action
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.schema import ProviderSchema
from rehearsal.engine.traversal import Path
from rehearsal.engine.values import State


def never(_planned: State) -> bool:
    """Of most types there is one object of each name at most."""
    return False


def always(_planned: State) -> bool:
    """Of some types there is nothing that could exist twice, such as the policy of a bucket."""
    return True


def nothing_recomputed(_prior: State, _wanted: State) -> Collection[str]:
    """Of most types an update changes no computed attribute."""
    return ()


def all_told(_known: State, found: State) -> State:
    """Of most types the cloud tells everything that was asked for."""
    return found


@dataclass(frozen=True)
class Traits:
    """How objects of one resource type live.

    Attributes:
        recomputed: names the computed attributes that going from the prior to the wanted state changes.
        replaced_by: the paths whose change needs a new object; they lead into each occurrence of a nested block.
        replaced_by_removing: the paths that can be added and changed in place, but not be taken away.
        overwrites: whether creating the planned one where there is one already sets it anew (a bucket's policy) instead
            of being refused.
        remembered: adds to the object as it is found what the cloud does not tell of it: from the state before, in
            which nothing but the id is known after an import.
    """

    recomputed: Callable[[State, State], Collection[str]] = nothing_recomputed
    replaced_by: tuple[Path, ...] = ()
    replaced_by_removing: tuple[Path, ...] = ()
    overwrites: Callable[[State], bool] = never
    remembered: Callable[[State, State], State] = all_told


@dataclass(frozen=True)
class Change:
    """One object on its way from `prior` (None: it is being created) to `planned`, in which some values are unknown.

    Where nothing changes, because the object is read or deleted, both are the object as it is. `attempt` counts from 0
    when the id of the attempt before was taken.
    """

    type_name: str
    planned: State
    prior: State | None
    inventory: Inventory
    attempt: int = 0


class ProviderInstance(Protocol):
    """A provider with its configuration: what one `provider` block of one Terraform run gets."""

    def scope(self, type_name: str, state: State) -> str:
        """What keeps equal ids of this type apart: account and region, or the cluster."""

    def traits(self, type_name: str) -> Traits:
        """How objects of this type live."""

    def decided(self, type_name: str, *, prior: State | None, config: State, proposed: State) -> State:
        """The attributes whose value is certain while planning though Terraform proposes another.

        That is what the provider computes, defaults among it, and what is configured otherwise than it is in place but
        means the same.
        """

    def refuse(self, action: Action, change: Change) -> None:
        """Hear of what is about to be done.

        Raises:
            RefusedError: it cannot be done; nothing is changed.
        """

    def wait(self, change: Change) -> None:
        """Hear of what was created, when everything in it is known.

        Raises:
            RefusedError: it never becomes ready.
        """

    def taken(self, type_name: str, state: State, object_id: str) -> RefusedError:
        """The error for an object, `state`, that cannot be made because there is one with this id."""

    def observed(self, type_name: str, state: State, inventory: Inventory) -> State:
        """What the provider reads of an object; other objects may show in it."""

    def invent(self, change: Change) -> State:
        """Values for what is unknown in `change.planned`, in the shape of the type; missing ones fall back."""

    def fallbacks(self, change: Change) -> State:
        """Values for unknown strings by attribute name, the same for every type."""

    def read_data(self, type_name: str, config: State, inventory: Inventory) -> State:
        """The computed attributes of a data source.

        Raises:
            RefusedError: the provider does not know such a thing.
        """


class Provider(Protocol):
    """A provider before it is configured."""

    @property
    def address(self) -> str:
        """Where Terraform believes it comes from, such as `registry.terraform.io/hashicorp/aws`."""

    @property
    def schema(self) -> ProviderSchema:
        """The schemas of the types that it serves."""

    def validate(self, type_name: str, config: State) -> Sequence[RefusedError]:
        """What is wrong with the arguments of a resource as they stand, unknown ones aside."""

    def configure(self, config: State) -> ProviderInstance:
        """The provider as the `provider` block `config` wants it.

        Raises:
            RefusedError: the configuration can't work.
        """
