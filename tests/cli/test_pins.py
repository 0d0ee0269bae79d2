"""What the bootstrap and the tests install is pinned, and from no registry in particular."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.checkout import PROJECT

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[\w,]+\])?==(?P<version>[\w.]+)")


def pins(file: Path) -> dict[str, str]:
    """The versions that a requirements file pins, by package."""
    found = [PIN.match(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {match["name"].lower(): match["version"] for match in found if match}


def test_development_has_what_synthesis_has_in_the_same_versions() -> None:
    """The bootstrap relies on it: what is installed for development serves synthesis."""
    synthesis, development = pins(PROJECT / "requirements.txt"), pins(PROJECT / "requirements-dev.txt")

    assert {name: development.get(name) for name in synthesis} == synthesis


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_pinned_in_the_version_that_was_asked_for(name: str) -> None:
    """`make lock` was run after the last change."""
    asked, pinned = pins(PROJECT / f"{name}.in"), pins(PROJECT / f"{name}.txt")

    assert {name: pinned.get(name) for name in asked} == asked


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_python_packages_come_from_whatever_index_pip_is_set_up_for(name: str) -> None:
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize("folder", ["tests/cli", ".github/linters"])
def test_npm_packages_come_from_whatever_registry_npm_is_set_up_for(folder: str) -> None:
    """And each is pinned by hash, but for the folder itself and what lies inside the archive of another package."""
    lock = json.loads((PROJECT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name and not package.get("inBundle")}

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_the_cli_is_of_the_version_of_cdktf() -> None:
    package = json.loads((PROJECT / "tests/cli/package.json").read_text(encoding="utf-8"))

    assert package["dependencies"] == {"cdktf-cli": pins(PROJECT / "requirements.txt")["cdktf"]}
