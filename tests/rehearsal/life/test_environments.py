"""Environment files are rehearsed in copies: the user's own stay as they are, whatever is changed in the copies."""

import json
import shutil
from pathlib import Path

import pytest

from rehearsal.environments import Environment, NotSynthesizedError, choose
from tests.rehearsal.life.command import PROJECT

ENVIRONMENTS = PROJECT / "environments"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ENVIRONMENTS, tmp_path_factory.mktemp("user") / "environments"))


@pytest.fixture(scope="module")
def dev(originals: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(originals / "dev.yaml", tmp_path_factory.mktemp("rehearsal") / "dev")


def contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def backends(environment: Environment) -> dict[str, str]:
    """Stack id to the kind of its backend."""
    manifest = json.loads((environment.outdir / "manifest.json").read_text())
    files = {name: environment.outdir / stack["synthesizedStackPath"] for name, stack in manifest["stacks"].items()}
    return {name: " ".join(json.loads(file.read_text())["terraform"]["backend"]) for name, file in files.items()}


def test_keys_may_be_changed_and_changed_back(dev: Environment, originals: Path) -> None:
    before = contents(originals)
    stacks = ["dev-network", "dev-cluster", "dev-controllers", "dev-smoke-test"]

    dev.synthesize({"state": {"backend": "s3", "bucket": "rehearsal-dev"}})
    assert backends(dev) == {"dev-state-bucket": "local", **dict.fromkeys(stacks, "s3")}
    dev.synthesize({})
    assert backends(dev) == dict.fromkeys(stacks, "local")

    assert contents(originals) == before


def test_what_charts_of_ones_own_need_is_copied_too(tmp_path: Path) -> None:
    beside = {"charts/web-1.0.0.json": "{}", "policies/read.json": "[]"}
    for name, content in {"dev.yaml": "{charts: {web: {policy_files: {read: policies/read.json}}}}", **beside}.items():
        file = tmp_path / "user" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    Environment(tmp_path / "user" / "dev.yaml", tmp_path / "rehearsal")

    copies = tmp_path / "rehearsal" / "environments"
    assert {name: (copies / name).read_text() for name in beside} == beside


def test_a_mistake_is_told_with_the_name_of_the_users_file(dev: Environment, originals: Path) -> None:
    with pytest.raises(NotSynthesizedError) as raised:
        dev.synthesize({"region": "eu-nowhere-1"})

    (line,) = [line for line in raised.value.lines if "region" in line]
    assert line.startswith(f"{originals}/dev.yaml: region: eu-nowhere-1: ")


def test_what_the_file_says_is_what_the_life_depends_on(dev: Environment, tmp_path: Path) -> None:
    prod = Environment(ENVIRONMENTS / "prod.yaml", tmp_path / "prod")

    assert (dev.keeps_local_state, dev.is_protected) == (True, False)
    assert (prod.keeps_local_state, prod.is_protected) == (False, True)
    assert prod.state == {"backend": "s3", "bucket": "example-prod-terraform-state"}


def test_all_environments_are_chosen_where_none_is_named(originals: Path) -> None:
    assert [file.name for file in choose(originals, [])] == ["dev.yaml", "prod.yaml"]
    assert [file.name for file in choose(originals, ["prod"])] == ["prod.yaml"]
