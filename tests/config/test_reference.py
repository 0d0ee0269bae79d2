"""The reference of the environment files: current, complete, and in words."""

import json
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from config.reading.json_schema import JsonObject, environment_json_schema
from config.reference import reference_pages, write_reference
from config.reference.page import section_page
from config.reference.sections import sections_below
from config.rules.model import FrozenMapping, Model
from config.rules.rule import matching
from modules.controllers import CONTROLLERS
from tests.config.environment_files import KINDS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def written(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def test_the_committed_reference_is_the_current_one() -> None:
    """If it is not: `make schema`."""
    assert written(REFERENCE) == reference_pages(CONTROLLERS)


def test_every_mapping_of_the_schema_has_a_table_with_its_keys() -> None:
    schema = json.loads(environment_json_schema(CONTROLLERS))
    tables = {
        tuple(re.findall(r"^\| \[?`([^`]+)`", table, re.MULTILINE))
        for page in reference_pages(CONTROLLERS).values()
        for table in page.split("\n\n")
    }
    mappings = {"": schema, **schema["$defs"]}

    assert [
        name for name, it in mappings.items() if it.get("properties") and tuple(it["properties"]) not in tables
    ] == []


def test_a_page_of_a_section_that_is_gone_is_removed_and_a_page_of_others_is_kept(tmp_path: Path) -> None:
    pages = reference_pages(KINDS)
    (tmp_path / "gone.md").write_text(pages["cluster.md"], encoding="utf-8")
    (tmp_path / "notes.md").write_text("Ours.", encoding="utf-8")

    write_reference(tmp_path, KINDS)

    assert written(tmp_path) == {**pages, "notes.md": "Ours."}


class Cash(Model):
    """Coins and notes."""

    method: Literal["cash"]
    """In the shop."""


class Card(Model):
    """A card of the customer."""

    method: Literal["card"]
    """With a card."""
    issuers: tuple[Literal["a", "b"], ...] = ()
    """Whose cards."""
    months: tuple[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9], ...] = ()
    """When it is taken."""


class Shelf(Model):
    """Goods of one kind."""

    height: Annotated[int, Field(ge=1, le=9)]
    """In a|b."""


class Shop(Model):
    """A shop."""

    name: Annotated[str, Field(examples=["corner"]), matching("^[a-z]+$", "is no name")]
    """What it is called."""
    floor: Literal[-1, 0, 1, 2, 3, 4, 5, 6, 7] = 0
    """Where it is."""
    open: bool = True
    """Whether it is open."""
    payment: Annotated[Cash | Card, Field(discriminator="method")] = Cash(method="cash")
    """How one pays."""
    shelves: FrozenMapping[str, Shelf] = Field(default_factory=dict)
    """Name to shelf."""
    crates: Annotated[tuple[Shelf, ...], Field(max_length=3)] = ()
    """In the yard."""
    size: Literal["small", "large"] | Annotated[float, Field(gt=0, json_schema_extra={"minimum": 1})] = "small"
    """How big it is."""


PAGE = """\
# `shop`

<!-- Written from the models in config/ by `make schema`. -->

The shop. [All keys](README.md)

## `shop`

| key | value | default | meaning |
| --- | --- | --- | --- |
| `name` | text | required | What it is called. For example `corner`. |
| `floor` | one of 9 values, see below | `0` | Where it is. |
| `open` | `true` or `false` | `true` | Whether it is open. |
| [`payment`](#shoppayment-with-method-cash) | section | `{method: cash}` | How one pays. |
| [`shelves`](#shopshelvesname) | mapping of names to sections | — | Name to shelf. |
| [`crates`](#shopcrates) | list (at most 3) of sections | `[]` | In the yard. |
| `size` | `small`, `large` or number (1 or more) | `small` | How big it is. |

Values of `floor`: `-1`, `0`, `1`, `2`, `3`, `4`, `5`, `6`, `7`.

## `shop.payment` with `method: cash`

Coins and notes.

| key | value | default | meaning |
| --- | --- | --- | --- |
| `method` | `cash` | required | In the shop. |

## `shop.payment` with `method: card`

A card of the customer.

| key | value | default | meaning |
| --- | --- | --- | --- |
| `method` | `card` | required | With a card. |
| `issuers` | list of `a`, `b` | `[]` | Whose cards. |
| `months` | list of one of 9 values, see below | `[]` | When it is taken. |

Values of `months`: `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`.

## `shop.shelves.<name>`

Goods of one kind.

| key | value | default | meaning |
| --- | --- | --- | --- |
| `height` | whole number (1 to 9) | required | In a\\|b. |

## `shop.crates[]`

Goods of one kind.

| key | value | default | meaning |
| --- | --- | --- | --- |
| `height` | whole number (1 to 9) | required | In a\\|b. |
"""


def test_a_page_says_in_words_what_the_schema_says() -> None:
    shop = Shop.model_json_schema()
    definitions = shop.pop("$defs")
    key: JsonObject = {"$ref": "#/$defs/Shop", "description": "The shop."}
    root: JsonObject = {"$defs": {**definitions, "Shop": shop}, "properties": {"shop": key}}

    assert section_page("shop", list(sections_below("shop", key, root)), root) == PAGE
