"""The inventory is the cloud: what is in it exists."""

from pathlib import Path

import pytest

from rehearsal.engine.inventory import Inventory, Key, MissingObjectError

BERLIN = Key("aws", "111122223333/eu-central-1", "aws_vpc", "vpc-1")
DUBLIN = Key("aws", "111122223333/eu-west-1", "aws_vpc", "vpc-1")


def test_a_taken_place_stays_taken() -> None:
    inventory = Inventory()

    assert [inventory.add(BERLIN, {"n": 1}), inventory.add(BERLIN, {"n": 2})] == [True, False]
    assert inventory.get(BERLIN) == {"n": 1}


def test_someone_else_can_change_an_object() -> None:
    inventory = Inventory()
    inventory.add(BERLIN, {"id": "vpc-1", "tags": {"Name": "dev"}})

    inventory.change("aws_vpc", "vpc-1", tags={"Name": "mine"})

    assert inventory.get(BERLIN) == {"id": "vpc-1", "tags": {"Name": "mine"}}


def test_an_id_alone_must_be_clear() -> None:
    inventory = Inventory()
    inventory.add(BERLIN, {})
    inventory.add(DUBLIN, {})

    with pytest.raises(MissingObjectError, match="2 objects aws_vpc have the id vpc-1"):
        inventory.find("aws_vpc", "vpc-1")
    with pytest.raises(MissingObjectError, match="0 objects aws_vpc have the id vpc-2"):
        inventory.find("aws_vpc", "vpc-2")


def test_it_can_be_kept_for_another_day(tmp_path: Path) -> None:
    inventory = Inventory()
    inventory.add(DUBLIN, {"tags": {"Name": "dev"}, "ports": [1, 2], "public": False, "note": None})
    inventory.add(BERLIN, {})
    inventory.save(tmp_path / "inventory.json")

    loaded = Inventory.load(tmp_path / "inventory.json")

    assert list(loaded) == [DUBLIN, BERLIN]
    assert loaded.get(DUBLIN) == {"tags": {"Name": "dev"}, "ports": [1, 2], "public": False, "note": None}


def test_an_object_can_go() -> None:
    inventory = Inventory()
    inventory.add(BERLIN, {})

    inventory.remove(BERLIN)
    inventory.remove(BERLIN)

    assert list(inventory) == []
