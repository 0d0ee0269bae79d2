"""Today's code on what an earlier release left behind: nothing is replaced, nothing destroyed.

Each release is a folder in `releases/`, with its environment files, states and cloud. At a release, before the version
is raised, `python -m tests.rehearsal.upgrades.record VERSION` writes one more.
"""

from collections.abc import Iterator

import pytest

from tests.rehearsal.changing import Changes, Platform, committed, rehearsed, terraform_json
from tests.rehearsal.upgrades.releases import Release, releases
from tests.synthesis import Json

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=releases(), ids=lambda release: release.folder.name)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The environments of a release, synthesized by today's code, with the states and the cloud of that time."""
    release: Release = request.param
    names = [file.stem for file in release.environments.iterdir()]
    environments = {name: committed(name, release.environments) for name in names}
    with rehearsed(tmp_path_factory.mktemp("upgraded"), environments, release.inventory) as running:
        for stack in running.rehearsal.stacks:
            if release.state_file(stack).exists():
                running.terraform(stack).command("state", "push", str(release.state_file(stack)))
        yield running


def harm(changes: Changes) -> Changes:
    """What is taken away."""
    return {address: action for address, action in changes.items() if action in {"replace", "delete"}}


def test_a_renamed_resource_would_be_seen(upgraded: Platform) -> None:
    def rename(stack: Json) -> None:
        releases = stack["resource"]["helm_release"]
        releases["page_release"] = releases.pop("web_release")

    with upgraded.patched(terraform_json("dev-smoke-test"), rename):
        assert harm(upgraded.plan("dev-smoke-test")) == {"helm_release.web_release": "delete"}


def test_nothing_is_replaced_and_nothing_destroyed(upgraded: Platform) -> None:
    existed = set(upgraded.objects())

    done = upgraded.apply_all()

    assert {stack: harm(changes) for stack, changes in done.items()} == {stack: {} for stack in done}
    assert existed - set(upgraded.objects()) == set()
    assert {stack: upgraded.plan(stack) for stack in done} == {stack: {} for stack in done}
