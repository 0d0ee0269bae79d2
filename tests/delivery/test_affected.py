"""Which environments the files of a change touch."""

from pathlib import Path, PurePosixPath

import pytest

from delivery.affected import Affected, affected
from delivery.named_files import named_files


def named(*paths: str) -> list[PurePosixPath]:
    return [PurePosixPath(it) for it in paths]


ENVIRONMENTS = {
    "dev": named("environments/policies/own.json", "environments/examples/policies/backup.json", "charts/own"),
    "prod": named("environments/policies/own.json", "docs/policy.json", "environments/none.json"),
    "dev-eu": named(".", "environments", "environments/eu-central-1"),
}
ALL = ("dev", "dev-eu", "prod")


def test_every_text_of_a_file_may_name_another_one(tmp_path: Path) -> None:
    file = tmp_path / "environments" / "dev.yaml"
    file.parent.mkdir()
    file.write_text(
        "region: eu-central-1\n"
        "charts: {backup: {policy_files: {a: policies/a.json, b: ../shared/b.json}, values: [{c: ./c}]}}\n"
    )

    assert named_files(file) == {
        PurePosixPath(it)
        for it in ("environments/eu-central-1", "environments/policies/a.json", "shared/b.json", "environments/c")
    }
    file.write_text("a: [")
    assert named_files(file) == frozenset()
    assert named_files(tmp_path / "none.yaml") == frozenset()


@pytest.mark.parametrize(
    ("changed", "touched"),
    [
        ([], ()),
        (["environments/dev.yaml"], ("dev",)),
        (["environments/dev-eu.yml", "environments/prod.yaml"], ("dev-eu", "prod")),
        (["docs/ci.md", "README.md", "CHANGELOG.md", "tests/test_main.py", "bench/__main__.py"], ()),
        (["docs/architecture.md", "environments/dev.yaml"], ("dev",)),
        (["environments/examples/ipv6.yaml", "environments/schema.json", "environments/README.md"], ()),
        (["modules/network.py"], ALL),
        (["environments/dev.yaml", "stacks/network.py"], ALL),
        (["locks/cluster.terraform.lock.hcl"], ALL),
        (["requirements.txt"], ALL),
        ([".github/workflows/plan.yml"], ALL),
        (["charts/smoke-test/README.md"], ALL),  # a chart is hashed with everything in it
        (["reports/review/guards.py"], ALL),
        (["environments/deeper/dev.yaml"], ALL),
        (["docsy/page.py"], ALL),
        (["environments/policies/own.json"], ("dev", "prod")),
        (["environments/policies/unused.json"], ALL),
        (["environments/examples/policies/backup.json"], ("dev",)),
        (["environments/examples/policies/other.json", "tests/x.json"], ()),
        (["docs/policy.json", "docs/ci.md"], ("prod",)),
        (["charts/own/values.yaml"], ALL),  # code may use it, too
    ],
)
def test_a_change_touches(changed: list[str], touched: tuple[str, ...]) -> None:
    assert affected(changed, ENVIRONMENTS) == Affected(touched, ())


def test_a_file_that_is_gone_is_said() -> None:
    """Renaming an environment is making another one."""
    assert affected(["environments/stage.yaml", "environments/dev.yaml"], ENVIRONMENTS) == Affected(
        ("dev",), ("stage",)
    )
