"""The order of what belongs to a state bucket, which dev has none of: from the call log, with and without the edges."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import pytest

from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Snapshot, committed, rehearsed, terraform_json
from tests.rehearsal.order.edges import cut
from tests.rehearsal.order.life import REFUSAL, Life, Names, disorder, refusing
from tests.rehearsal.order.pairs import STATE_BUCKET, STATE_BUCKET_PAIRS, Pair
from tests.synthesis import Json

pytestmark = pytest.mark.slow

by_pair = pytest.mark.parametrize("pair", STATE_BUCKET_PAIRS, ids=lambda pair: pair.name)


class Lived(NamedTuple):
    """A state bucket that was made once."""

    platform: Platform
    names: Names
    before: Snapshot


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    with rehearsed(tmp_path_factory.mktemp("order"), {"prod": committed("prod")}) as platform:
        before = platform.snapshot()
        platform.apply(STATE_BUCKET)
        yield Lived(platform, Names(platform.rehearsal), before)


def disorders(lived: Lived, pair: Pair) -> Sequence[set[str]]:
    """What is wrong with the pair when each of its firsts is refused."""
    found = []
    for refused in lived.names.all(pair.first):
        lived.platform.restore(lived.before)
        with refusing(lived.platform.rehearsal, lived.names, {refused}) as log:
            with pytest.raises(TerraformError, match=REFUSAL):
                lived.platform.terraform(STATE_BUCKET).command("apply", "-input=false", "-auto-approve")
            found.append(disorder(Life(applied=log), lived.names, pair))
    return found


@by_pair
def test_what_is_not_there_is_waited_for(lived: Lived, pair: Pair) -> None:
    assert disorders(lived, pair) == [set()]


@by_pair
def test_without_its_edge_a_pair_has_no_order(lived: Lived, pair: Pair) -> None:
    def unbind(names: Names, document: Json) -> None:
        after, before = ([thing.address for thing in names.all(end)] for end in (pair.then, pair.first))
        values = {thing.address: attributes for thing, attributes in names.attributes.items()}
        cut(document, after=after, before=before, values=values)

    with lived.platform.patched(terraform_json(STATE_BUCKET), partial(unbind, lived.names)):
        assert disorders(lived, pair) == [{"created too early"}]
