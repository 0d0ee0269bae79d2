"""From the JSON of a plan to the plan, one section after the other."""

import re
from collections.abc import Mapping
from typing import Final

from reports.review.administrators import ASSOCIATION, ENTRY
from reports.review.configuration import Configuration, read_configuration
from reports.review.echoes import repeated_types
from reports.review.json_stream import JsonStream
from reports.review.masking import Secrets, collect, collect_state, masked
from reports.review.plan import Action, Change, OutputChange, Plan
from reports.review.roles import used_roles
from reports.review.secret_names import without_named_secrets
from reports.review.values import Json, Value, items, mapping, text

_ACTIONS: Final = {
    ("no-op",): Action.NOTHING,
    ("create",): Action.CREATE,
    ("update",): Action.UPDATE,
    ("delete",): Action.DESTROY,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("forget",): Action.FORGET,
    ("create", "forget"): Action.REPLACE,
    ("read",): Action.READ,
}
# What stays as it is matters where something else may be the last of its kind, or only repeats it.
_KEPT = {ENTRY, ASSOCIATION, *repeated_types()}
# The account in the ARN that AWS gave to a resource.
_OWNER = re.compile(r"arn:[\w-]+:[\w-]*:[\w-]*:(\d{12}):")
_MOST_ACCOUNTS = 10


class PlanReader:
    """Takes the sections of a plan as they come."""

    def __init__(self, stack: str, secrets: Secrets) -> None:
        self.format_version: Json = None
        self.problem = ""
        """What is in no plan that this review understands; empty if there is nothing."""
        self._stack = stack
        self._secrets = secrets
        self._seen: set[str] = set()
        self._changes: list[Change] = []
        self._drift: list[Change] = []
        self._outputs: tuple[OutputChange, ...] = ()
        self._configuration = Configuration()
        self._accounts: set[str] = set()
        self._flags: dict[str, Json] = {}

    @property
    def is_plan(self) -> bool:
        """Whether these were the sections of a plan."""
        return {"format_version", "planned_values"} <= self._seen

    @property
    def plan(self) -> Plan:
        """What was read."""
        return Plan(
            self._stack,
            tuple(self._changes),
            tuple(self._drift),
            self._outputs,
            self._configuration.reads,
            self._configuration.moving,
            self._configuration.moved_by,
            self._configuration.accounts or frozenset(self._accounts),
            is_whole=self._flags.get("errored") is not True,
            is_complete=self._flags.get("complete") is not False,
        )

    def take(self, key: str, stream: JsonStream) -> None:
        """The section that comes."""
        self._seen.add(key)
        if key in {"resource_changes", "resource_drift"} and stream.next_is("["):
            found = self._changes if key == "resource_changes" else self._drift
            for _ in stream.items():
                change = self._change(*stream.value_and_text())
                if change is not None:
                    found.append(change)
            return
        section = stream.value()
        if key == "format_version":
            self.format_version = section
        elif key == "configuration":
            self._configuration = read_configuration(section)
        elif key == "prior_state":
            collect_state(self._secrets, mapping(mapping(section).get("values")).get("root_module"))
        elif key == "output_changes":
            self._outputs = tuple(self._output_changes(section))
        elif key in {"errored", "complete"}:
            self._flags[key] = section
        elif key in {"resource_changes", "resource_drift"} and section is not None:
            self.problem = self.problem or f"its {key} are no list"

    def _change(self, raw: Json, written: str) -> Change | None:
        resource = mapping(raw)
        address, change = text(resource.get("address")), mapping(resource.get("change"))
        actions = tuple(map(str, items(change.get("actions"))))
        if not address or actions not in _ACTIONS:
            words = f"does {' and '.join(actions) or 'nothing'[:100]}" if address else "has no address"
            self.problem = self.problem or f"a change {words}".encode("ascii", "replace").decode()[:200]
            return None
        action, type_name = _ACTIONS[actions], text(resource.get("type"))
        if not type_name:
            self.problem = self.problem or "a change has no type"
            return None
        unchanged = action is Action.NOTHING
        if len(self._accounts) < _MOST_ACCOUNTS:
            self._accounts.update(_owner(resource))
        before, after = self._both(change, kept=not unchanged or type_name in _KEPT)
        return Change(
            self._stack,
            address,
            type_name,
            action,
            before,
            after,
            creates_first=actions[0] == "create",
            forced_by=tuple(_path(path) for path in items(change.get("replace_paths"))),
            reason=text(resource.get("action_reason")),
            moved_from=text(resource.get("previous_address")) or None,
            imported_id=_imported(change.get("importing")),
            deposed="deposed" in resource,
            roles=used_roles(type_name, written, change),
        )

    def _both(self, change: Mapping[str, Json], *, kept: bool, name: str = "") -> tuple[Value, Value]:
        for side in ("before", "after"):
            collect(self._secrets, change.get(side), change.get(f"{side}_sensitive"))
        if not kept:
            return None, None
        before = masked(change.get("before"), sensitive=change.get("before_sensitive"), unknown=None)
        after = masked(
            change.get("after"), sensitive=change.get("after_sensitive"), unknown=change.get("after_unknown")
        )
        return without_named_secrets(before, name), without_named_secrets(after, name)

    def _output_changes(self, section: Json) -> list[OutputChange]:
        found = []
        for name, raw in sorted(mapping(section).items()):
            change = mapping(raw)
            before, after = self._both(change, kept=True, name=name)
            if items(change.get("actions")) != ["no-op"]:
                found.append(OutputChange(name, before, after))
        return found


def _owner(resource: Mapping[str, Json]) -> list[str]:
    """The account of a resource that is in the state. What else stands in a plan may be any ARN that somebody wrote."""
    found = _OWNER.match(text(mapping(mapping(resource.get("change")).get("before")).get("arn")))
    return [found[1]] if found and resource.get("mode") == "managed" else []


def _path(path: Json) -> tuple[str | int, ...]:
    return tuple(step if isinstance(step, str | int) else str(step) for step in items(path))


def _imported(importing: Json) -> str | None:
    if not mapping(importing):
        return None
    return text(mapping(importing).get("id")) or "by identity"
