"""Plays synthesized stacks on the simulated providers without Terraform: fast, and enough to see what is refused.

It does what `terraform apply` does for a first apply: each object after those that it refers to, validated, planned and
created. Of Terraform's language it knows what our stacks use.
"""

import base64
import copy
import re
from collections.abc import Callable, Iterator, Mapping
from graphlib import TopologicalSorter
from ipaddress import ip_network
from itertools import islice
from pathlib import Path
from typing import Any

from rehearsal.engine.calls import CallLog
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.provider import Provider, ProviderInstance
from rehearsal.engine.schema import Block, Nesting
from rehearsal.engine.values import State, Value
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.helm import HelmProvider
from rehearsal.providers.tls import TlsProvider
from rehearsal.schemas.files import read_schema_file
from tests.rehearsal.proposing import proposed

Json = Any
"""What json.loads gives."""

_META = frozenset({"//", "depends_on", "lifecycle", "provider"})
_REFERENCE = re.compile(r"((?:data\.)?[a-z][a-z0-9_]*\.[\w-]+)((?:\.[a-z_0-9]+|\[[^\]]+\])*)")
_STEP = re.compile(r'\.([a-z_0-9]+)|\[(\d+)\]|\["([^"]+)"\]')
_CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)

PROVIDERS: dict[str, Provider] = {
    "aws": AwsProvider(read_schema_file("aws").schema),
    "helm": HelmProvider(read_schema_file("helm").schema),
    "tls": TlsProvider(read_schema_file("tls").schema),
}


def patched(document: Json, *path: str | int, value: Json) -> Json:
    """A copy of a stack with `value` in one place; None takes away what is there."""
    copied = copy.deepcopy(document)
    inner = copied
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copied


def named(document: Json, type_name: str, part: str = "") -> str:
    """The name of the first resource of a type whose name contains `part`."""
    names: list[str] = list(document["resource"][type_name])
    return next(name for name in names if part in name)


class Player:
    """A simulated cloud, and the stacks that were played on it."""

    def __init__(self) -> None:
        self.inventory = Inventory()
        self.calls = CallLog()
        self._operations = {
            name: Operations(provider, self.inventory, self.calls) for name, provider in PROVIDERS.items()
        }
        self._outputs: dict[str, Json] = {}
        self._objects: dict[str, dict[str, State]] = {}

    def copy(self) -> "Player":
        """The same cloud once more: what happens to the copy does not happen here."""
        other = Player()
        for key in self.inventory:
            other.inventory.put(key, self.inventory.get(key) or {})
        other._outputs = copy.deepcopy(self._outputs)
        other._objects = copy.deepcopy(self._objects)
        return other

    def play(self, stack: str, document: Json) -> None:
        """Apply a stack for the first time."""
        self._objects[stack] = {}
        found = {f"data.{kind}.{name}": body for kind, name, body in _each(document.get("data", {}))}
        found |= {f"{kind}.{name}": body for kind, name, body in _each(document["resource"])}
        order = TopologicalSorter({address: _needs(body) & found.keys() for address, body in found.items()})
        instances: dict[str, ProviderInstance] = {}
        for address in order.static_order():
            provider = _provider_of(address)
            if provider not in instances and provider != "terraform":
                instances[provider] = self._configured(stack, document, provider)
            self._objects[stack][address] = self._made(stack, address, found[address], instances.get(provider))
        outputs = document.get("output", {})
        self._outputs[stack] = {name: self._value(stack, outputs[name]["value"]) for name in outputs}

    def update(self, stack: str, document: Json, address: str) -> tuple[State, tuple[object, ...]]:
        """Plan one resource of a played stack as `document` has it now, and carry it out if it is no replacement.

        The planned state, and what forces a replacement.
        """
        kind, name = address.split(".")
        provider = _provider_of(address)
        operations, instance = self._operations[provider], self._configured(stack, document, provider)
        prior = operations.read(instance, kind, self._objects[stack][address])
        assert prior is not None
        config = self._config(stack, provider, kind, document["resource"][kind][name])
        for problem in operations.validate(kind, config):
            raise problem
        wanted = proposed(PROVIDERS[provider].schema.resources[kind].block, prior, config)
        planned = operations.plan(instance, kind, prior=prior, config=config, proposed=wanted)
        if not planned.replaced_by and planned.state != prior:
            updated = operations.update(instance, kind, prior=prior, planned=planned.state)
            self._objects[stack][address] = updated
        return planned.state, planned.replaced_by

    def delete(self, stack: str, document: Json, address: str) -> None:
        """Delete one resource of a played stack."""
        provider = _provider_of(address)
        instance = self._configured(stack, document, provider)
        self._operations[provider].delete(instance, address.partition(".")[0], self._objects[stack][address])

    def changes(self, stack: str, document: Json) -> dict[str, State]:
        """What a second plan, which reads each resource anew, would change: the planned state by address."""
        changed = {}
        for address, state in list(self._objects[stack].items()):
            if address.startswith("data."):
                continue
            kind, name = address.split(".")
            provider = _provider_of(address)
            operations, instance = self._operations[provider], self._configured(stack, document, provider)
            prior = operations.read(instance, kind, state)
            assert prior is not None
            config = self._config(stack, provider, kind, document["resource"][kind][name])
            wanted = proposed(PROVIDERS[provider].schema.resources[kind].block, prior, config)
            planned = operations.plan(instance, kind, prior=prior, config=config, proposed=wanted)
            if planned.state != prior:
                changed[address] = planned.state
        return changed

    def resources(self, stack: str) -> list[str]:
        """The addresses of what was played, in the order in which it was made."""
        return [address for address in self._objects[stack] if not address.startswith("data.")]

    def object(self, stack: str, address: str) -> State:
        """A played object, as it was made."""
        return self._objects[stack][address]

    def _configured(self, stack: str, document: Json, provider: str) -> ProviderInstance:
        configuration = next(iter(document.get("provider", {}).get(provider, [{}])))
        schema = PROVIDERS[provider].schema.provider.block
        return PROVIDERS[provider].configure(_in_lists(schema, self._value(stack, configuration)))

    def _made(self, stack: str, address: str, body: Json, instance: ProviderInstance | None) -> State:
        if instance is None:  # terraform_remote_state
            producer = Path(body["config"].get("path") or body["config"]["key"].replace("/", "-")).stem
            return {"outputs": self._outputs[producer]}
        provider = _provider_of(address)
        operations = self._operations[provider]
        if address.startswith("data."):
            kind = address.split(".")[1]
            schema = PROVIDERS[provider].schema.data_sources[kind].block
            return operations.read_data(instance, kind, _in_lists(schema, self._value(stack, _plain(body))))
        kind = address.partition(".")[0]
        config = self._config(stack, provider, kind, body)
        for problem in operations.validate(kind, config):
            raise problem
        planned = operations.plan(instance, kind, prior=None, config=config, proposed=config)
        return operations.create(instance, kind, planned.state)

    def _config(self, stack: str, provider: str, kind: str, body: Json) -> State:
        block = PROVIDERS[provider].schema.resources[kind].block
        return self._operations[provider].upgraded(kind, _in_lists(block, self._value(stack, _plain(body))))

    def _value(self, stack: str, value: Json) -> Json:
        if isinstance(value, Mapping):
            return {self._value(stack, key): self._value(stack, inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._value(stack, inner) for inner in value]
        if not isinstance(value, str):
            return value
        if (whole := re.fullmatch(r"\$\{([^}]*)\}", value)) is not None:
            return self._expression(stack, whole[1])
        text = re.sub(r"(?<!\$)\$\{([^}]*)\}", lambda it: str(self._expression(stack, it[1])), value)
        return text.replace("$${", "${")

    def _expression(self, stack: str, expression: str) -> Json:
        expression = expression.strip()
        if (quoted := re.fullmatch(r'"([^"]*)"', expression)) is not None:
            return quoted[1]
        if expression.isdecimal():
            return int(expression)
        if (call := _CALL.fullmatch(expression)) is not None:
            arguments = [self._expression(stack, argument) for argument in call[2].split(",")]
            return _FUNCTIONS[call[1]](*arguments)
        reference = _REFERENCE.fullmatch(expression)
        assert reference is not None, expression
        found: Json = self._objects[stack][reference[1]]
        for attribute, index, key in _STEP.findall(reference[2]):
            found = found[int(index)] if index else found[attribute or key]
        return found


_FUNCTIONS: dict[str, Callable[..., str]] = {
    "base64decode": lambda text: base64.b64decode(text).decode(),
    "cidrsubnet": lambda block, bits, number: str(
        next(islice(ip_network(block).subnets(prefixlen_diff=bits), number, None))
    ),
    "replace": lambda text, old, new: text.replace(old, new),
}


def _each(kinds: Json) -> Iterator[tuple[str, str, Json]]:
    for kind, bodies in kinds.items():
        for name, body in bodies.items():
            yield kind, name, body


def _needs(body: Json) -> set[str]:
    """What a resource refers to, in expressions or by depends_on."""
    text = str(body)
    inside = " ".join(re.findall(r"\$\{([^}]*)\}", text))
    return {reference for reference, _ in _REFERENCE.findall(inside)} | set(body.get("depends_on", []))


def _provider_of(address: str) -> str:
    return address.removeprefix("data.").partition("_")[0]


def _plain(body: Json) -> Json:
    return {name: value for name, value in body.items() if name not in _META}


def _in_lists(block: Block, config: State) -> dict[str, Value]:
    """The configuration with each block in a list; Terraform's JSON may leave the list away where there is one."""
    wrapped = dict(config)
    for name, nested in block.blocks.items():
        if nested.nesting in {Nesting.LIST, Nesting.SET} and config.get(name) is not None:
            value = config[name]
            occurrences = value if isinstance(value, list) else [value]
            wrapped[name] = [_in_lists(nested.block, one) for one in occurrences if isinstance(one, Mapping)]
    return wrapped
