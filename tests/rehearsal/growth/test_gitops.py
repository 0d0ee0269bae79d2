"""A controller that Terraform has installed is left to GitOps: nothing is uninstalled, and its role stays."""

from pathlib import Path

import pytest

from rehearsal.already_there import already_there
from rehearsal.engine.values import text
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import committed, edited, rehearsed

pytestmark = pytest.mark.slow

BEFORE = edited(
    committed("existing-cluster", EXAMPLES),
    {"state": {"backend": "local"}, "smoke_test": None, "controllers.argo-cd": {}},
)
AFTER = edited(BEFORE, {"controllers.external-dns.release": "gitops"})
STACK = "existing-controllers"


def test_terraform_forgets_the_release_and_argo_cd_is_told(tmp_path: Path) -> None:
    with rehearsed(tmp_path, {"existing": BEFORE}, already_there(BEFORE)) as platform:
        platform.come_up()
        installed = [text(release, "name") for _, release in platform.rehearsal.inventory.of_type("helm_release")]
        platform.change({"existing": AFTER})
        planned = platform.apply(STACK)
        still = [text(release, "name") for _, release in platform.rehearsal.inventory.of_type("helm_release")]

        assert planned == {
            "helm_release.argo-cd_helm_release": "update",
            "helm_release.external-dns_helm_release": "forget",
        }
        assert still == installed
        assert platform.plan_all() == {}
