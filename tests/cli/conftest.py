"""The real cdktf CLI from npm, and a copy of the project in which it may run."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.checkout import PROJECT, copy_project

PINS = Path(__file__).parent
INSTALLED = PROJECT / "build" / "cdktf-cli"


@pytest.fixture(scope="session")
def cdktf_cli() -> Path:
    """The path of the `cdktf` program, installed into `build/cdktf-cli` by the first test that needs it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not on PATH, and the real cdktf CLI comes from npm")
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the processes of pytest-xdist share one installation
        stamp = INSTALLED / ".installed"
        pins = (PINS / "package-lock.json").read_text(encoding="utf-8")
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != pins:
            stamp.unlink(missing_ok=True)
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(PINS / name, INSTALLED)
            subprocess.run([npm, "ci"], cwd=INSTALLED, check=True)
            stamp.write_text(pins, encoding="utf-8")
    return INSTALLED / "node_modules" / ".bin" / "cdktf"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project without any output of an earlier synthesis."""
    copy = tmp_path / "checkout"
    copy_project(copy)
    return copy
