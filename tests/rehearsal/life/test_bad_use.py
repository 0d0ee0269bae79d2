"""Whoever asks for what can't be done is told in one line what to do, and nothing is started."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rehearsal.command import main
from rehearsal.terraform import installed_version
from tests.rehearsal.life.command import PLATFORM, PROJECT

ENVIRONMENTS = PROJECT / "environments"
INSTALL = "install 1.11 or newer: https://developer.hashicorp.com/terraform/install"


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The exit status and the error output of a command line."""

    def command(*arguments: str | Path) -> tuple[int, str]:
        status = main([str(argument) for argument in arguments])
        return status, capsys.readouterr().err

    return command


Answer = Callable[..., tuple[int, str]]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found, with no Terraform in it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


@pytest.mark.parametrize("package", ["grpc", "msgpack", "rich"])
def test_an_environment_in_which_only_synthesis_is_installed(package: str) -> None:
    without = f"import runpy, sys; sys.modules[{package!r}] = None; runpy.run_module('rehearsal', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", without], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{package} is not installed: synthesis does without, the rehearsal does not; "
        "`make rehearse` installs requirements-dev.txt into .venv and starts it\n"
    )


def test_a_module_of_our_own_that_is_missing_is_no_matter_of_installing() -> None:
    without = "import runpy, sys; sys.modules['rehearsal.lives'] = None; runpy.run_module('rehearsal')"
    done = subprocess.run([sys.executable, "-c", without], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.stderr.splitlines()[-1].startswith("ModuleNotFoundError: import of rehearsal.lives halted")


def test_no_terraform(answer: Answer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(path))

    assert answer("dev") == (1, f"terraform is not on PATH; {INSTALL}\n")


@pytest.mark.parametrize("version", ["1.10.5", "0.15.0", "1.9.0-beta1"])
def test_a_terraform_that_is_too_old(answer: Answer, path: Path, version: str) -> None:
    program = path / "terraform"
    program.write_text(f"#!/bin/sh\necho Terraform v{version}\necho on linux_amd64\n")
    program.chmod(0o755)

    assert answer("dev") == (1, f"{program} is Terraform {version}, which is too old; {INSTALL}\n")


def test_a_program_that_is_no_terraform(answer: Answer, path: Path) -> None:
    program = path / "terraform"
    program.write_text("#!/bin/sh\necho OpenTofu\n")
    program.chmod(0o755)

    assert answer("dev") == (1, f"{program} does not say which version it is; {INSTALL}\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\x7fELF", "Exec format error"), (b"#!/nowhere/sh\n", "No such file or directory")],
    ids=["for another machine", "interpreter that is not there"],
)
def test_a_program_that_cannot_be_started(answer: Answer, path: Path, content: bytes, why: str) -> None:
    program = path / "terraform"
    program.write_bytes(content)
    program.chmod(0o755)

    assert answer("dev") == (1, f"{program} can't be started: {why}; {INSTALL}\n")


def test_terraform_settings_of_whoever_runs_it_do_not_count(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = path / "terraform"
    program.write_text('#!/bin/sh\necho "Terraform v1.11.4$TF_CLI_ARGS"\n')
    program.chmod(0o755)
    monkeypatch.setenv("TF_CLI_ARGS", "-no-such-option")

    assert installed_version() == "1.11.4"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("pord", "no environment is called 'pord'; did you mean prod?\n"),
        ("xyz", "no environment is called 'xyz'; the known ones are dev, prod\n"),
    ],
)
def test_an_unknown_environment(answer: Answer, name: str, line: str) -> None:
    assert answer("dev", name) == (1, line)


def test_a_folder_without_environments(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / ".dev.yaml").touch()

    assert answer("--environments", tmp_path) == (1, f"{tmp_path}: holds no environment file\n")


def test_broken_environment_files_in_the_words_of_synthesis(answer: Answer, tmp_path: Path) -> None:
    """All mistakes of all files, under the names that the user knows."""
    for name in ("dev", "prod"):
        content = (ENVIRONMENTS / f"{name}.yaml").read_text()
        (tmp_path / f"{name}.yaml").write_text(content.replace("region:", "regoin:", 1))

    status, errors = answer("--environments", tmp_path, "dev")

    assert status == 1
    assert errors.splitlines() == [
        f"{tmp_path}/dev.yaml: regoin: eu-central-1: is an unknown key; did you mean region?",
        f"{tmp_path}/prod.yaml: regoin: eu-west-1: is an unknown key; did you mean region?",
    ]


def test_a_folder_in_which_nothing_was_synthesized(answer: Answer, tmp_path: Path) -> None:
    assert answer("--synthesized", tmp_path) == (1, f"{tmp_path}: no manifest.json there; synthesize first\n")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", ":1:2: no JSON: Expecting property name enclosed in double quotes"),
        ('{"stacks": {},\n "x": 1,,}', ":2:9: no JSON: Expecting property name enclosed in double quotes"),
        ("[]", ": holds JSON, but no object"),
        ("{}", ": names no stacks; synthesize again"),
        ('{"stacks": []}', ": names no stacks; synthesize again"),
    ],
)
def test_a_manifest_that_is_none(answer: Answer, tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "manifest.json").write_text(content)

    assert answer("--synthesized", tmp_path) == (1, f"{tmp_path}/manifest.json{problem}\n")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{\n  "resource": {},,\n}', ":2:18: no JSON: Expecting property name enclosed in double quotes"),
        (b"[]", ": holds JSON, but no object"),
        (b'{"resource": "\xe4"}', ": no UTF-8: invalid continuation byte at byte 14"),
    ],
    ids=["typo", "list", "Latin-1"],
)
def test_a_stack_with_a_typo(answer: Answer, tmp_path: Path, content: bytes, problem: str) -> None:
    outdir = Path(shutil.copytree(PLATFORM, tmp_path / "patched"))
    file = outdir / "stacks" / "network" / "cdk.tf.json"
    file.write_bytes(content)

    assert answer("--synthesized", outdir) == (1, f"{file}{problem}\n")


def test_a_stack_without_files(answer: Answer, tmp_path: Path) -> None:
    outdir = Path(shutil.copytree(PLATFORM, tmp_path / "patched"))
    (outdir / "stacks" / "network" / "cdk.tf.json").unlink()

    assert answer("--synthesized", outdir) == (
        1,
        f"{outdir}/stacks/network: holds no *.tf.json file, but the manifest says that a stack lies there\n",
    )


def test_environments_and_a_folder_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--synthesized", "cdktf.out", "dev"])

    assert capsys.readouterr().err.splitlines()[-1] == (
        "python -m rehearsal: error: --synthesized rehearses a folder as it is; name no environments with it"
    )
