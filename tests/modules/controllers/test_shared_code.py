"""What all controllers share knows none of them: whatever it has to know of one is data that the controller carries."""

import re
from pathlib import PurePath

import pytest

from modules.controllers import CONTROLLERS
from tests.test_architecture import SOURCES

REGISTRY = "modules/controllers/__init__.py"
"""The one line of each."""
KNOWN = {
    ("config/environment_checks.py", "aws-load-balancer-controller"): "the smoke test proves this one, and the next",
    ("config/environment_checks.py", "external-dns"): "as above",
    ("config/names.py", "karpenter"): "the table of all roles of an environment, which no two workloads may share",
    ("config/tags.py", "karpenter"): "prefixes of tags that mean something to AWS or to anybody in a cluster",
    ("modules/discovery.py", "karpenter"): "the name of a tag, for node classes that a team writes itself",
}
"""File and controller to the reason."""


def named(file: str, source: str) -> set[str]:
    """The controllers that a file names, by key or as Python spells it; not in its own files, nor in addresses."""
    source = re.sub(r"https://\S+", "", source)
    return {
        name
        for name in CONTROLLERS
        if not _is_own(file, name)
        and re.search(rf"(?<![a-z]){name.replace('-', '[-_]')}(?![a-z])", source, re.IGNORECASE)
    }


def _is_own(file: str, name: str) -> bool:
    path = PurePath(file)
    return path.parent == PurePath("modules/controllers") and path.stem.startswith(name.replace("-", "_"))


def test_shared_code_names_no_controller() -> None:
    """Who comes after whom, and what can't be together, stands in the file of one of the two."""
    of_some = {file for file in SOURCES if any(_is_own(file, name) for name in CONTROLLERS)}
    shared = SOURCES.keys() - of_some - {REGISTRY}

    assert {(file, name) for file in shared for name in named(file, SOURCES[file])} == set(KNOWN)


@pytest.mark.parametrize(
    ("file", "source", "found"),
    [
        ("stacks/controllers.py", 'if name == "external-dns":', {"external-dns"}),
        ("config/names.py", "def karpenter_role(self) -> str: ...", {"karpenter"}),
        ("modules/controllers/values.py", "# Argo_CD reads it", {"argo-cd"}),
        ("modules/controllers/pods.py", "# Source: https://cert-manager.io/docs/", set()),
        ("modules/controllers/karpenter_nodes.py", "# what Karpenter makes", set()),
        ("modules/controllers/argo_cd.py", "after=('karpenter',)", {"karpenter"}),
    ],
)
def test_the_name_of_a_controller_is_seen(file: str, source: str, found: set[str]) -> None:
    assert named(file, source) == found
