"""The JSON schema says of a file what the models say, as far as a schema can."""

import json
from pathlib import Path
from typing import cast

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from config.reading.json_schema import environment_json_schema
from modules.controllers import CONTROLLERS
from tests.config.environment_files import KINDS, Changes, right_file

FOLDER = Path(__file__).parent
ENVIRONMENTS = FOLDER.parents[1] / "environments"
ACCEPTED = yaml.safe_load((FOLDER / "accepted.yaml").read_text(encoding="utf-8"))
STRUCTURE = yaml.safe_load((FOLDER / "mistakes" / "structure.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Draft202012Validator(json.loads(environment_json_schema(KINDS)))


def test_the_committed_schema_is_the_current_one() -> None:
    assert (ENVIRONMENTS / "schema.json").read_text(encoding="utf-8") == environment_json_schema(CONTROLLERS)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(environment_json_schema(CONTROLLERS)))


def test_the_same_kinds_give_the_same_bytes() -> None:
    assert environment_json_schema(CONTROLLERS) == environment_json_schema(dict(CONTROLLERS))


@pytest.mark.parametrize("file", sorted(ENVIRONMENTS.glob("*.yaml")), ids=lambda file: cast("Path", file).name)
def test_the_environments_of_this_repository_are_valid(file: Path) -> None:
    schema = json.loads((ENVIRONMENTS / "schema.json").read_text(encoding="utf-8"))

    assert list(Draft202012Validator(schema).iter_errors(yaml.safe_load(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("changes", [{}, *ACCEPTED], ids=str)
def test_the_schema_accepts_what_the_models_accept(validator: Validator, changes: Changes) -> None:
    assert list(validator.iter_errors(json.loads(json.dumps(right_file(changes))))) == []


@pytest.mark.parametrize("case", STRUCTURE, ids=range(len(STRUCTURE)))
def test_the_schema_refuses_the_structural_mistakes_that_the_models_refuse(
    validator: Validator, case: dict[str, Changes]
) -> None:
    assert not validator.is_valid(json.loads(json.dumps(right_file(case["changes"]))))


def test_every_key_is_described() -> None:
    schema = json.loads(environment_json_schema(CONTROLLERS))
    objects = {"the file": schema, **schema["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, definition in objects.items()
        for key, value in definition.get("properties", {}).items()
        if "description" not in value and "description" not in schema["$defs"][value["$ref"].rpartition("/")[2]]
    ]

    assert silent == []
