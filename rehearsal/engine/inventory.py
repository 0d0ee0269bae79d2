"""The simulated cloud itself: every object that was created and not deleted."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import RLock
from typing import NamedTuple, Self

from rehearsal.engine.values import State, Value


class Key(NamedTuple):
    """Where an object lives. `scope` keeps equal names apart: account and region, or one Kubernetes cluster."""

    provider: str
    scope: str
    type_name: str
    id: str


class MissingObjectError(LookupError):
    """There is no such object in the inventory, or more than one."""


class Inventory:
    """Objects by key. Safe to use from several threads."""

    def __init__(self) -> None:
        self._objects: dict[Key, State] = {}
        self._lock = RLock()

    def __iter__(self) -> Iterator[Key]:
        """Where there are objects, in the order of creation."""
        with self._lock:
            return iter(list(self._objects))

    def add(self, key: Key, state: State) -> bool:
        """Store a new object, unless there is one at `key` already; whether it was stored."""
        with self._lock:
            if key in self._objects:
                return False
            self._objects[key] = state
            return True

    def put(self, key: Key, state: State) -> None:
        """Store an object, in the place of the one at `key` if there is one."""
        with self._lock:
            self._objects[key] = state

    def get(self, key: Key) -> State | None:
        """The object at `key`, or None."""
        with self._lock:
            return self._objects.get(key)

    def remove(self, key: Key) -> None:
        """Forget the object at `key`; nothing happens if there is none."""
        with self._lock:
            self._objects.pop(key, None)

    def of_type(self, type_name: str) -> Iterator[tuple[Key, State]]:
        """Every object of a type, in the order of creation."""
        with self._lock:
            found = [(key, state) for key, state in self._objects.items() if key.type_name == type_name]
        return iter(found)

    def find(self, type_name: str, object_id: str) -> Key:
        """The key of the only object of a type with this id.

        Raises:
            MissingObjectError: there is none, or several scopes have one.
        """
        found = [key for key, _ in self.of_type(type_name) if key.id == object_id]
        if len(found) != 1:
            raise MissingObjectError(f"{len(found)} objects {type_name} have the id {object_id}")
        return found[0]

    def change(self, type_name: str, object_id: str, **attributes: Value) -> None:
        """Change an object behind Terraform's back, as a person at a console would.

        Raises:
            MissingObjectError: as for `find`.
        """
        with self._lock:
            key = self.find(type_name, object_id)
            self._objects[key] = {**self._objects[key], **attributes}

    def save(self, path: Path) -> None:
        """Write all objects to `path`, to go on from there in another process."""
        with self._lock:
            path.write_text(json.dumps([[*key, state] for key, state in self._objects.items()], indent=1) + "\n")

    @classmethod
    def load(cls, path: Path) -> Self:
        """The inventory that `save` wrote to `path`."""
        inventory = cls()
        for provider, scope, type_name, object_id, state in json.loads(path.read_text()):
            inventory.put(Key(provider, scope, type_name, object_id), state)
        return inventory
