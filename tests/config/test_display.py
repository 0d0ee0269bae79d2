"""Paths and values as a message shows them."""

from enum import StrEnum
from ipaddress import IPv4Network

import pytest

from config.reading.display import Written, path_text, value_text


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("cluster", "node_groups", "a-b_1"), "cluster.node_groups.a-b_1"),
        (("zones", 0), "zones[0]"),
        (("labels", "a.b/c", "d"), 'labels["a.b/c"].d'),
        (("a\nb",), '["a\\nb"]'),
        (("tags", ""), 'tags[""]'),
    ],
)
def test_paths(path: tuple[str | int, ...], text: str) -> None:
    assert path_text(path) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (1.5, "1.5"),
        ("eu-west-1", "eu-west-1"),
        ("", '""'),
        ("1.30", '"1.30"'),
        ("true", '"true"'),
        ("a b", '"a b"'),
        ("a\x1b[31m\u202eb", '"a\\u001b[31m\\u202eb"'),
        ("ü", '"ü"'),
        (Written("1.30"), "1.30"),
        (Colour.RED, "red"),
        (IPv4Network("10.0.0.0/8"), "10.0.0.0/8"),
        ((IPv4Network("10.0.0.0/8"), "a"), "[10.0.0.0/8, a]"),
        ({"a": [1, {"b c": None}]}, '{a: [1, {"b c": null}]}'),
        ("x" * 101, "x" * 97 + "..."),
        (["x" * 60, "y" * 60], f"[{'x' * 60}, {'y' * 34}..."),
    ],
)
def test_values(value: object, text: str) -> None:
    assert value_text(value) == text
