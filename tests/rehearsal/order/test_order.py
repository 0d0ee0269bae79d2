"""Each pair of things that must come and go in order, and what becomes of the order without the edge between them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import NamedTuple

import pytest

from rehearsal.engine.calls import Action
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Snapshot, committed, rehearsed, terraform_json
from tests.rehearsal.order.edges import cut
from tests.rehearsal.order.life import REFUSAL, Asked, Life, Log, Names, disorder, refusing
from tests.rehearsal.order.pairs import PAIRS, Pair, Thing
from tests.synthesis import Json

pytestmark = pytest.mark.slow

_PATIENCE = 6
"""How often an apply is repeated that the cloud refuses because it comes in the wrong order."""

by_pair = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)


class Lived(NamedTuple):
    """A platform that lived once: from nothing to everything and back."""

    platform: Platform
    names: Names
    life: Life
    before: Mapping[str, Snapshot]
    """Stack to how things were when it was applied."""
    after: Mapping[str, Snapshot]
    """Stack to how things were once it was."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    with rehearsed(tmp_path_factory.mktemp("order"), {"dev": committed("dev")}) as platform:
        rehearsal = platform.rehearsal
        before, after = {}, {}
        for stack in rehearsal.stacks:
            before[stack] = platform.snapshot()
            platform.apply(stack)
            after[stack] = platform.snapshot()
        names = Names(rehearsal)
        created = rehearsal.calls.all(Action.CREATE)
        for stack in reversed(rehearsal.stacks):
            run(platform, stack, "destroy")
        deleted = rehearsal.calls.all(Action.DELETE)
        yield Lived(platform, names, Life(names.log(created), names.log(deleted)), before, after)


def run(platform: Platform, stack: str, command: str) -> None:
    """Apply or destroy a stack."""
    platform.terraform(stack).command(command, "-input=false", "-auto-approve", "-refresh=false")


@by_pair
def test_pairs_come_and_go_in_order(lived: Lived, pair: Pair) -> None:
    assert disorder(lived.life, lived.names, pair) == set()


def tried(lived: Lived, start: Snapshot, command: str, refused: Thing) -> Log:
    """What is asked for when one thing is refused."""
    lived.platform.restore(start)
    with (
        refusing(lived.platform.rehearsal, lived.names, {refused}) as log,
        pytest.raises(TerraformError, match=REFUSAL),
    ):
        run(lived.platform, refused.stack, command)
    return log


WITHIN = [pair for pair in PAIRS if not pair.crosses_stacks]


@pytest.mark.parametrize("first", sorted({pair.first for pair in WITHIN}), ids=lambda thing: thing.name)
def test_what_is_not_there_is_waited_for(lived: Lived, first: Thing) -> None:
    pairs = [pair for pair in WITHIN if pair.first == first]
    for refused in lived.names.all(first):
        life = Life(applied=tried(lived, lived.before[first.stack], "apply", refused))
        assert {pair.name: disorder(life, lived.names, pair) for pair in pairs} == {pair.name: set() for pair in pairs}


@pytest.mark.sweep
@pytest.mark.parametrize("then", sorted({pair.then for pair in WITHIN}), ids=lambda thing: thing.name)
def test_what_is_still_there_is_waited_for(lived: Lived, then: Thing) -> None:
    pairs = [pair for pair in WITHIN if pair.then == then]
    for refused in lived.names.all(then):
        life = Life(destroyed=tried(lived, lived.after[then.stack], "destroy", refused))
        assert {pair.name: disorder(life, lived.names, pair) for pair in pairs} == {pair.name: set() for pair in pairs}


@pytest.fixture(scope="module")
def unbound(lived: Lived) -> Life:
    """A life without the edges of the pairs within stacks, which ends without those between stacks.

    Each stack is applied until it is done, because the next one needs its outputs. Each is destroyed once, as far as
    the cloud permits: nothing in a cluster can be deleted once the cluster is gone.
    """
    platform = lived.platform
    stacks = platform.rehearsal.stacks
    firsts = lived.names.all(*(pair.first for pair in WITHIN))
    thens = lived.names.all(*(pair.then for pair in WITHIN))
    applied: list[Asked] = []
    destroyed: list[Asked] = []
    platform.restore(lived.before[stacks[0]])
    with ExitStack() as patches:
        for stack in stacks:
            patches.enter_context(platform.patched(terraform_json(stack), partial(unbind, lived.names, stack, WITHIN)))
        for stack in stacks:
            with refusing(platform.rehearsal, lived.names, firsts) as asked, suppress(TerraformError):
                run(platform, stack, "apply")
            applied += [*asked, *insisted(lived, stack)]
        patches.enter_context(platform.patched("manifest.json", partial(forget_dependencies, stacks)))
        for stack in reversed(platform.rehearsal.stacks):
            with refusing(platform.rehearsal, lived.names, thens) as asked, suppress(TerraformError):
                run(platform, stack, "destroy")
            destroyed += asked
    return Life(applied, destroyed)


def insisted(lived: Lived, stack: str) -> Log:
    """Apply a stack again and again: in no order, some things come too early for the cloud."""
    log: list[Asked] = []
    last = ""
    for _ in range(_PATIENCE):
        with refusing(lived.platform.rehearsal, lived.names) as asked:
            try:
                run(lived.platform, stack, "apply")
            except TerraformError as error:
                log += asked
                last = error.output
            else:
                return [*log, *asked]
    pytest.fail(f"{stack} is never done: {last}")


def unbind(names: Names, stack: str, pairs: Sequence[Pair], document: Json) -> None:
    """Take away what makes the thens of pairs within a stack wait for the firsts."""
    cut(
        document,
        after=[thing.address for thing in names.all(*(pair.then for pair in pairs)) if thing.stack == stack],
        before=[thing.address for thing in names.all(*(pair.first for pair in pairs)) if thing.stack == stack],
        values={thing.address: attributes for thing, attributes in names.attributes.items() if thing.stack == stack},
    )
    # One that came too early and failed is replaced. Its successor has the same name and can't be made beside it.
    for group in document["resource"].get("aws_eks_node_group", {}).values():
        group.pop("lifecycle", None)


def forget_dependencies(order: Sequence[str], manifest: Json) -> None:
    """No stack depends on another, and they are listed the wrong way round."""
    manifest["stacks"] = {id: {**manifest["stacks"][id], "dependencies": []} for id in reversed(order)}


@by_pair
def test_without_its_edge_a_pair_has_no_order(lived: Lived, unbound: Life, pair: Pair) -> None:
    """Across stacks only on the way back: on the way there, a stack that comes too early finds no outputs."""
    wrong = {"deleted too early"} if pair.crosses_stacks else {"created too early", "deleted too early"}

    assert disorder(unbound, lived.names, pair) == wrong


@pytest.mark.sweep
@pytest.mark.parametrize("pair", WITHIN, ids=lambda pair: pair.name)
def test_without_its_own_edge_alone_a_pair_has_no_order(lived: Lived, pair: Pair) -> None:
    stack = pair.first.stack
    with lived.platform.patched(terraform_json(stack), partial(unbind, lived.names, stack, [pair])):
        applied = [tried(lived, lived.before[stack], "apply", refused) for refused in lived.names.all(pair.first)]

    assert {frozenset(disorder(Life(log), lived.names, pair)) for log in applied} == {frozenset({"created too early"})}
