"""`python -m delivery lock` writes the lock file of each kind of stack, and synthesis lays them beside the stacks."""

import re
import subprocess
from pathlib import Path

from assembly.lock_files import address
from config.loading import load_environments
from delivery.__main__ import main
from delivery.locked import check_lock_file
from delivery.stacks import read_stacks
from main import synthesize
from modules.controllers import CONTROLLERS
from tests.conftest import ENVIRONMENTS
from tests.synthesis import Synthesized

PROVIDERS = {"aws": "6.25.0", "helm": "3.1.1", "tls": "4.1.0"}


def mirror_of_dummies(folder: Path) -> Path:
    """A mirror with files that stand for the providers: Terraform looks at their hashes and starts none of them."""
    version = subprocess.run(["terraform", "version"], capture_output=True, text=True, check=True).stdout
    (platform,) = re.findall("^on (.+)$", version, re.MULTILINE)
    for name, version in PROVIDERS.items():
        program = folder / address(name) / version / platform / f"terraform-provider-{name}_v{version}"
        program.parent.mkdir(parents=True)
        program.write_text(name)
    (folder / "platform").write_text(platform)
    return folder


def test_what_the_command_writes_is_whole_for_every_stack(synthesized: Synthesized, tmp_path: Path) -> None:
    mirror, locks = mirror_of_dummies(tmp_path / "mirror"), tmp_path / "locks"
    platform = (mirror / "platform").read_text()
    where = ["--outdir", str(synthesized.outdir), "--into", str(locks)]

    assert main(["lock", "--platform", platform, "--mirror", str(mirror), *where]) == 0

    written = {it.name: re.findall(r'hashicorp/(\w+)"', it.read_text()) for it in locks.iterdir()}
    assert written == {
        "state-bucket.terraform.lock.hcl": ["aws"],
        "network.terraform.lock.hcl": ["aws"],
        "cluster.terraform.lock.hcl": ["aws", "tls"],
        "controllers.terraform.lock.hcl": ["aws", "helm"],
        "smoke-test.terraform.lock.hcl": ["aws", "helm"],
    }
    outdir = tmp_path / "out"
    synthesize(load_environments(ENVIRONMENTS, CONTROLLERS), outdir=outdir, states=tmp_path / "state", locks=locks)
    for stack in read_stacks(outdir):
        check_lock_file(stack)


def test_without_the_registry_the_command_fails_in_one_go(synthesized: Synthesized, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    where = ["--outdir", str(synthesized.outdir), "--into", str(tmp_path / "locks")]

    assert main(["lock", "--mirror", str(tmp_path / "empty"), *where]) == 1
    assert list((tmp_path / "locks").iterdir()) == []
