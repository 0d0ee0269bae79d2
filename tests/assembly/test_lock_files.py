"""The lock file of its kind lies beside each stack, cut down to what the stack needs; Terraform itself accepts it."""

import os
import subprocess
from pathlib import Path

import pytest

from assembly.lock_files import address, only_for
from config.loading import load_environments
from main import synthesize
from modules.controllers import CONTROLLERS
from tests.conftest import ENVIRONMENTS

HEAD = '# This file is maintained automatically by "terraform init".\n\n'
AWS, HELM, TLS = (
    f'provider "registry.terraform.io/hashicorp/{name}" {{\n'
    f'  version     = "{version}"\n  constraints = "{version}"\n  hashes = [\n    "h1:{name}=",\n  ]\n}}\n'
    for name, version in (("aws", "6.25.0"), ("helm", "3.1.1"), ("tls", "4.1.0"))
)


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("aws", "registry.terraform.io/hashicorp/aws"),
        ("hashicorp/tls", "registry.terraform.io/hashicorp/tls"),
        ("registry.example.com/team/dns", "registry.example.com/team/dns"),
    ],
)
def test_a_source_may_leave_out_registry_and_namespace(source: str, whole: str) -> None:
    assert address(source) == whole


@pytest.mark.parametrize(
    ("names", "left"), [(["aws", "tls"], f"{HEAD}{AWS}\n{TLS}"), (["aws"], f"{HEAD}{AWS}"), ([], HEAD)]
)
def test_other_providers_are_left_out(names: list[str], left: str) -> None:
    assert only_for(f"{HEAD}{AWS}\n{TLS}", {address(name) for name in names}) == left


def test_each_stack_gets_that_of_its_kind_if_there_is_one(tmp_path: Path) -> None:
    locks = tmp_path / "locks"
    locks.mkdir()
    (locks / "cluster.terraform.lock.hcl").write_text(f"{HEAD}{AWS}\n{TLS}")
    (locks / "smoke-test.terraform.lock.hcl").write_text(f"{HEAD}{AWS}\n{HELM}")

    synthesize(
        load_environments(ENVIRONMENTS, CONTROLLERS), outdir=tmp_path / "out", states=tmp_path / "state", locks=locks
    )

    folder = tmp_path / "out" / "stacks"
    assert {str(it.relative_to(folder)): it.read_text() for it in folder.glob("*/.terraform.lock.hcl")} == {
        "dev-cluster/.terraform.lock.hcl": f"{HEAD}{AWS}\n{TLS}",
        "dev-smoke-test/.terraform.lock.hcl": f"{HEAD}{AWS}\n{HELM}",
        "prod-cluster/.terraform.lock.hcl": f"{HEAD}{AWS}\n{TLS}",
    }


def test_terraform_takes_it_as_it_is(tmp_path: Path) -> None:
    """With files that stand for the providers: `init` looks at their hashes and starts none of them."""
    mirror, whole, part = (tmp_path / name for name in ("mirror", "whole", "part"))
    needs = {"aws": ("aws", "6.25.0"), "tls": ("hashicorp/tls", "4.1.0")}
    for name, (source, version) in needs.items():
        program = mirror / address(source) / version / _platform() / f"terraform-provider-{name}_v{version}"
        program.parent.mkdir(parents=True)
        program.write_text(name)
    _require(whole, needs)
    _terraform(whole, "providers", "lock", f"-fs-mirror={mirror}")
    lock_file = (whole / ".terraform.lock.hcl").read_text()
    _require(part, {"aws": needs["aws"]})
    settings = tmp_path / "terraform.rc"
    settings.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n')

    statuses = {}
    for name, text in {"whole": lock_file, "cut down": only_for(lock_file, {address("aws")})}.items():
        (part / ".terraform.lock.hcl").write_text(text)
        done = _run(part, "init", "-input=false", "-lockfile=readonly", TF_CLI_CONFIG_FILE=str(settings))
        statuses[name] = done.returncode

    assert statuses == {"whole": 1, "cut down": 0}


def _platform() -> str:
    return next(
        line.removeprefix("on ") for line in _terraform(Path.cwd(), "version").splitlines() if line.startswith("on ")
    )


def _require(folder: Path, providers: dict[str, tuple[str, str]]) -> None:
    folder.mkdir()
    blocks = "".join(
        f'{name} = {{ source = "{source}", version = "{it}" }}\n' for name, (source, it) in providers.items()
    )
    (folder / "main.tf").write_text(f"terraform {{\nrequired_providers {{\n{blocks}}}\n}}\n")


def _terraform(folder: Path, *command: str) -> str:
    done = _run(folder, *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run(folder: Path, *command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", **settings}
    return subprocess.run(
        ["terraform", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
