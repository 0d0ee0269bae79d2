"""Values travel to Terraform and back unchanged."""

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.engine.codec import NotAnObjectError, decode, decode_state, encode
from rehearsal.engine.values import UNKNOWN, Unknown

SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text() | st.just(UNKNOWN)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(VALUES)
def test_what_is_encoded_decodes_to_the_same(value: object) -> None:
    assert decode(encode(value)) == value  # type: ignore[arg-type] # Hypothesis gives object for a recursive strategy


def test_an_unknown_value_is_extension_type_zero() -> None:
    assert encode({"id": UNKNOWN}) == b"\x81\xa2id\xd4\x00\x00"


def test_the_refinement_of_an_unknown_value_is_kept() -> None:
    refined = msgpack.packb({"arn": msgpack.ExtType(12, b"\x81\x02\xa4arn:")})

    assert decode(refined) == {"arn": Unknown(12, b"\x81\x02\xa4arn:")}
    assert encode(decode(refined)) == refined


def test_null_is_no_object_yet() -> None:
    assert decode_state(b"\xc0") is None


def test_only_objects_and_null_are_states() -> None:
    with pytest.raises(NotAnObjectError, match="list"):
        decode_state(encode([]))
