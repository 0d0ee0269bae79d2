"""Which environments the files of a change touch."""

import pytest

from delivery.affected import Affected, affected

ENVIRONMENTS = ["dev", "prod", "dev-eu"]
ALL = ("dev", "dev-eu", "prod")


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
    ],
)
def test_a_change_touches(changed: list[str], touched: tuple[str, ...]) -> None:
    assert affected(changed, ENVIRONMENTS) == Affected(touched, ())


def test_a_file_that_is_gone_is_said() -> None:
    """Renaming an environment is making another one."""
    assert affected(["environments/stage.yaml", "environments/dev.yaml"], ENVIRONMENTS) == Affected(
        ("dev",), ("stage",)
    )
