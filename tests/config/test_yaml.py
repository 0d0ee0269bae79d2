"""What a file may be made of: bytes, syntax, structure; and how its scalars are read."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from config.reading.environment_reader import EnvironmentReader
from config.reading.yaml_document import read_yaml
from tests.config.environment_files import right_file

TOO_LARGE = "a structure that is too large or too deep: look for an alias (*name) that repeats itself"
ALIAS_BOMB = b"a: &a [0, 0, 0, 0, 0, 0, 0, 0]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % (name, name, *[name - 1] * 8) for name in b"bcdefgh"
)


def lines(reader: EnvironmentReader, file: Path) -> list[str]:
    return [str(mistake).removeprefix(f"{file}: ") for mistake in reader.read(file).mistakes]


UNREADABLE = [
    (b"", "nothing: must hold at least the keys region, network and cluster"),
    (b"# later\n", "nothing: must hold at least the keys region, network and cluster"),
    (b"- region\n", "[region]: must hold at least the keys region, network and cluster"),
    (b"region\n", "region: must hold at least the keys region, network and cluster"),
    (b"\n\na: \xe4\n", "line 3: the byte 0xe4: is not UTF-8; save the file in that encoding"),
    ("a: b\n".encode("utf-16"), "line 1: the byte 0xff: is not UTF-8; save the file in that encoding"),
    (
        b"a:\n\tb: 1\n",
        (
            "line 2: while scanning for the next token found character '\\t' that cannot start any token: "
            "indent with spaces, not with tabs"
        ),
    ),
    (
        b"a: b: c\n",
        (
            "line 1: mapping values are not allowed here: "
            "check the indentation, and put text that holds a colon and a space in quotes"
        ),
    ),
    (
        b"a: [1\n",
        (
            "line 2: while parsing a flow sequence expected ',' or ']', but got '<stream end>': "
            "check indentation, quotes and brackets on this line and above it"
        ),
    ),
    (
        b"a: @b\n",
        (
            "line 1: while scanning for the next token found character '@' that cannot start any token: "
            "put the value in quotes"
        ),
    ),
    (
        b"a: *b\n",
        ("line 1: found undefined alias 'b': check indentation, quotes and brackets on this line and above it"),
    ),
    (
        b"a: 1\n---\nb: 2\n",
        (
            "line 2: expected a single document in the stream but found another document: "
            "write each environment into a file of its own, without `---` between"
        ),
    ),
    (b"a: {{ b }}\n", "line 1: a key that is not text: put text that begins with { or [ in quotes"),
    (b"a: 1\n<<: {b: 1}\n", "line 2: the merge key <<: YAML 1.2 has none; write the keys out"),
    (
        b"a: !!python/name:os.system x\n",
        ("line 1: the tag tag:yaml.org,2002:python/name:os.system: leave the tag out, or put the value in quotes"),
    ),
    (b"a: \x01\n", "line 1: the character \\x01: remove it"),
    (b'\na: "\\e[31m"\n', "line 2: the character \\x1b: remove it"),
    (b'a: "\\ud800"\n', "line 1: the character \\ud800: remove it"),
    (b"[" * 500, "a structure that is too deep: look for a long row of brackets"),
    (b"[" * 60 + b"]" * 60, f"line 1: {TOO_LARGE}"),
    (b"a: &a [*a]\n", f"line 1: {TOO_LARGE}"),
    (ALIAS_BOMB, f"line 1: {TOO_LARGE}"),
    (b"#" * 1_000_001, "is larger than 1000000 bytes; only environments belong into this folder"),
]


@pytest.mark.parametrize(("content", "line"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_unreadable_file_is_one_mistake(
    reader: EnvironmentReader, tmp_path: Path, content: bytes, line: str
) -> None:
    file = tmp_path / "dev.yaml"
    file.write_bytes(content)

    assert lines(reader, file) == [line]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("off", "off"),
        ("2026-01-31", "2026-01-31"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("012", 12),
        ("0x1F", 31),
        ("0o17", 15),
        ("-3", -3),
        ("1.30", 1.3),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        ("9e999", "9e999"),
        ("1" * 19, "1" * 19),
        ("'1'", "1"),
        ('"a\\nb"', "a\nb"),
        ("[&x {b: 1}, *x]", [{"b": 1}, {"b": 1}]),
    ],
)
def test_scalars_are_read_as_in_yaml_1_2(written: str, value: JsonValue) -> None:
    assert read_yaml(f"a: {written}\n").data == {"a": value}


def test_a_byte_order_mark_is_no_mistake(reader: EnvironmentReader, tmp_path: Path) -> None:
    file = tmp_path / "dev.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(right_file()).encode())

    assert lines(reader, file) == []


def test_each_repetition_of_a_key_is_a_mistake_with_its_path_and_lines(
    reader: EnvironmentReader, tmp_path: Path
) -> None:
    file = tmp_path / "dev.yaml"
    repeated = '"tags": {"a": "1",\n"b": "2",\n"a": "3",\n"a": "4"}'
    file.write_text(json.dumps(right_file())[:-1] + f", {repeated}}}", encoding="utf-8")

    assert lines(reader, file) == [
        'tags.a: "3": stands twice, on lines 1 and 3; leave one out',
        'tags.a: "4": stands twice, on lines 1 and 4; leave one out',
    ]


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (Path.mkdir, "is not a file; move it elsewhere"),
        (os.mkfifo, "is not a file; move it elsewhere"),
        (lambda file: file.symlink_to("nowhere"), "can't be read (No such file or directory); correct or remove it"),
        (lambda file: file.symlink_to(file), "can't be read (Too many levels of symbolic links); correct or remove it"),
    ],
    ids=["directory", "pipe", "dangling link", "loop"],
)
def test_what_can_not_be_read_is_a_mistake(
    reader: EnvironmentReader, tmp_path: Path, make: Callable[[Path], None], line: str
) -> None:
    file = tmp_path / "dev.yaml"
    make(file)

    assert lines(reader, file) == [line]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def paths(value: object, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The dotted paths of everything below mappings."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield ".".join((*path, key))
            yield from paths(inner, (*path, key))


def assert_answered(found: Sequence[str]) -> None:
    assert [line for line in found if not line.isprintable() or "pydantic" in line or len(line) > 1000] == []


@given(content=st.binary(max_size=200) | st.text(alphabet=printable).map(str.encode))
def test_any_content_is_answered_in_printable_lines(
    reader: EnvironmentReader, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)

    found = lines(reader, file)

    assert found
    assert_answered(found)


@given(path=st.sampled_from(sorted(paths(right_file()))), value=JSON)
def test_any_value_anywhere_is_answered_in_printable_lines(
    reader: EnvironmentReader, tmp_path_factory: pytest.TempPathFactory, path: str, value: JsonValue
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(json.dumps(right_file({path: value})), encoding="utf-8")

    assert_answered(lines(reader, file))
