"""The life of simulated objects: planned, created, read, changed, deleted, imported; and data sources."""

from collections.abc import Sequence

from rehearsal.engine.applying import settle
from rehearsal.engine.calls import Action, Call, CallLog
from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.planning import PlannedChange, plan_create, plan_update
from rehearsal.engine.provider import Change, Provider, ProviderInstance
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.schema import Block
from rehearsal.engine.sets import reversed_sets
from rehearsal.engine.traversal import conform
from rehearsal.engine.values import State, mapping, text


class Operations:
    """What Terraform can ask of one provider, in terms of values instead of messages."""

    def __init__(self, provider: Provider, inventory: Inventory, calls: CallLog) -> None:
        self._provider = provider
        self._schema = provider.schema
        self._name = provider.address.rpartition("/")[2]
        self._inventory = inventory
        self._calls = calls

    def validate(self, type_name: str, config: State) -> Sequence[RefusedError]:
        """What is wrong with the arguments of a resource as they stand."""
        return self._provider.validate(type_name, config)

    def plan(
        self, instance: ProviderInstance, type_name: str, *, prior: State | None, config: State, proposed: State
    ) -> PlannedChange:
        """What creating the object, or changing it from `prior`, will do."""
        block = self._block(type_name)
        decided = instance.decided(type_name, prior=prior, config=config, proposed=proposed)
        if prior is None:
            return plan_create(block, proposed, decided)
        traits = instance.traits(type_name)
        return plan_update(
            block,
            prior=prior,
            proposed=proposed,
            decided=decided,
            recomputed=traits.recomputed(prior, {**proposed, **decided}),
            replaced_by=traits.replaced_by,
            replaced_by_removing=traits.replaced_by_removing,
        )

    def create(self, instance: ProviderInstance, type_name: str, planned: State) -> State:
        """Make the planned object.

        Raises:
            RefusedError: the provider refuses, an object with this name exists already, or (then with `left_behind`) it
                was made but never becomes ready.
        """
        change = Change(type_name, planned, None, self._inventory)
        self._record(type_name, Action.CREATE, self._settled(instance, change))
        instance.refuse(Action.CREATE, change)
        key, state = self._new_object(instance, type_name, planned)
        if instance.traits(type_name).overwrites(planned):
            self._inventory.put(key, state)
        else:
            while not self._inventory.add(key, state):
                key, state = self._new_object(instance, type_name, planned)
        try:
            instance.wait(Change(type_name, state, None, self._inventory))
        except RefusedError as refusal:
            refusal.left_behind = state
            raise
        return state

    def update(self, instance: ProviderInstance, type_name: str, *, prior: State, planned: State) -> State:
        """Change the object from `prior` to what is planned.

        Raises:
            RefusedError: the provider refuses, or the object is gone.
        """
        self._record(type_name, Action.UPDATE, prior)
        key = self._key(instance, type_name, prior)
        present = self._inventory.get(key)
        if present is None:
            raise RefusedError(f"{type_name} {key.id} does not exist", "It was deleted since Terraform last read it.")
        instance.refuse(Action.UPDATE, Change(type_name, planned, prior, self._inventory))
        state = self._settled(instance, Change(type_name, planned, prior, self._inventory))
        # What is not to be changed stays as it is here: of what Terraform knows, some may be other objects' doing.
        changed = {name: value for name, value in state.items() if value != prior.get(name)}
        self._inventory.put(key, {**present, **changed})
        return state

    def delete(self, instance: ProviderInstance, type_name: str, prior: State) -> None:
        """Delete the object; one that is gone already stays gone.

        Raises:
            RefusedError: the provider refuses.
        """
        self._record(type_name, Action.DELETE, prior)
        key = self._key(instance, type_name, prior)
        if (present := self._inventory.get(key)) is not None:
            instance.refuse(Action.DELETE, Change(type_name, present, present, self._inventory))
        self._inventory.remove(key)

    def read(self, instance: ProviderInstance, type_name: str, state: State) -> State | None:
        """The object as it is now, with its sets in an order of their own; None when it is gone.

        Raises:
            RefusedError: the provider refuses.
        """
        self._record(type_name, Action.READ, state)
        instance.refuse(Action.READ, Change(type_name, state, state, self._inventory))
        found = self._inventory.get(self._key(instance, type_name, state))
        if found is None:
            return None
        told = instance.observed(type_name, found, self._inventory)
        return reversed_sets(self._block(type_name), instance.traits(type_name).remembered(state, told))

    def imported(self, type_name: str, object_id: str) -> State:
        """What Terraform goes on to read when it imports an object by its id."""
        state = {"id": object_id}
        self._record(type_name, Action.IMPORT, state)
        return conform(self._block(type_name), state)

    def upgraded(self, type_name: str, stored: State) -> State:
        """A state that an earlier run stored, in the shape of today's schema."""
        return conform(self._block(type_name), stored)

    def read_data(self, instance: ProviderInstance, type_name: str, config: State) -> State:
        """What the data source answers to these arguments."""
        block = self._schema.data_sources[type_name].block
        self._record(type_name, Action.READ_DATA, config)
        change = Change(type_name, plan_create(block, config, {}).state, None, self._inventory)
        found = instance.read_data(type_name, config, self._inventory)
        return settle(block, change.planned, found, instance.fallbacks(change))

    def _new_object(self, instance: ProviderInstance, type_name: str, planned: State) -> tuple[Key, State]:
        overwrites = instance.traits(type_name).overwrites(planned)
        taken: Key | None = None
        attempt = 0
        while True:
            state = self._settled(instance, Change(type_name, planned, None, self._inventory, attempt))
            key = self._key(instance, type_name, state)
            if overwrites or self._inventory.get(key) is None:
                return key, state
            if key == taken:
                raise instance.taken(type_name, state, key.id)
            taken = key
            attempt += 1

    def _settled(self, instance: ProviderInstance, change: Change) -> State:
        block = self._block(change.type_name)
        return settle(block, change.planned, instance.invent(change), instance.fallbacks(change))

    def _block(self, type_name: str) -> Block:
        return self._schema.resources[type_name].block

    def _key(self, instance: ProviderInstance, type_name: str, state: State) -> Key:
        object_id = _object_id(self._block(type_name), state)
        return Key(self._name, instance.scope(type_name, state), type_name, object_id)

    def _record(self, type_name: str, action: Action, state: State) -> None:
        self._calls.record(Call(self._name, type_name, action, _label(type_name, state)))


def _object_id(block: Block, state: State) -> str:
    """The attribute `id`; of a type that has none, the required arguments, which are what tells its objects apart."""
    if "id" in block.attributes:
        return text(state, "id")
    return ",".join(text(state, name) for name in sorted(block.attributes) if block.attributes[name].required)


def _label(type_name: str, state: State) -> str:
    """What people call the object: its name (`name`, or `addon_name` of an `aws_eks_addon`), its Name tag or its id."""
    words = type_name.split("_")
    own_names = ["_".join([*words[start:], "name"]) for start in range(1, len(words))]
    named = (text(state, name) for name in ["name", *own_names])
    return next((name for name in (*named, text(mapping(state, "tags"), "Name"), text(state, "id")) if name), "")
