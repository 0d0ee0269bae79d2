"""Resource addresses are a contract with every state: one may vanish only with a `moved` or `removed` block.

`lists/<stack>.txt` lists the addresses of each stack. Nothing rewrites the lists: an address is added by
`python -m tests.addresses.add`, which only ever adds, and taken out by hand, in a change that a reviewer sees.
"""

import re

import pytest

from tests.addresses.released import addresses, explained, released, released_stacks
from tests.synthesis import Synthesized

REMEDY = "rename it back, or let the stack write a `moved` or `removed` block for it"


@pytest.fixture
def synthesized(synthesized_with_examples: Synthesized) -> Synthesized:
    """The addresses of the examples are a contract too: those of an option must not move either."""
    return synthesized_with_examples


def test_no_released_address_vanishes_unexplained(synthesized: Synthesized) -> None:
    now = {id: addresses(stack) | explained(stack) for id, stack in synthesized.stacks.items()}
    vanished = {id: sorted(released(id) - now.get(id, set())) for id in released_stacks()}
    assert {id: gone for id, gone in vanished.items() if gone} == {}, REMEDY


def test_every_address_is_released(synthesized: Synthesized) -> None:
    new = {id: sorted(addresses(stack) - released(id)) for id, stack in synthesized.stacks.items()}
    assert {id: it for id, it in new.items() if it} == {}, "add them with `python -m tests.addresses.add`"


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ({"moved": [{"from": "aws_vpc.old", "to": "aws_vpc.new"}]}, {"aws_vpc.old"}),
        ({"removed": [{"from": "aws_vpc.old", "lifecycle": {"destroy": False}}]}, {"aws_vpc.old"}),
        ({}, set()),
    ],
    ids=["moved", "removed", "neither"],
)
def test_a_block_explains_the_address_it_comes_from(stack: dict[str, object], expected: set[str]) -> None:
    assert explained(stack) == expected


def test_addresses_are_type_and_name() -> None:
    assert addresses({"resource": {"aws_vpc": {"network_vpc": {}}}}) == {"aws_vpc.network_vpc"}


def test_addresses_say_where_they_come_from_without_a_hash(synthesized: Synthesized) -> None:
    """The addresses that cdktf would make end in eight hexadecimal digits that nobody can read."""
    hash_at_end = re.compile(r"_[0-9A-F]{8}$")
    hashed = [it for stack in synthesized.stacks.values() for it in addresses(stack) if hash_at_end.search(it)]
    assert hashed == []
