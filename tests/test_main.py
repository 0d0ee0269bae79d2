"""`python main.py`, in processes of its own: what it writes, for whom, and what it answers to mistakes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from main import PROJECT
from tests.cli.checkout import copy_project
from tests.synthesis import Synthesized

pytestmark = pytest.mark.slow

ENVIRONMENTS = PROJECT / "environments"
ORDER = "default-storage-class -> aws-load-balancer-controller -> external-dns"
REPORT = {
    "dev": "dev: dev-network -> dev-cluster -> dev-controllers -> dev-smoke-test\n"
    f"  dev-controllers installs {ORDER}\n",
    "prod": "prod: prod-state-bucket -> prod-network -> prod-cluster -> prod-controllers\n"
    f"  prod-controllers installs {ORDER}\n",
}
# Choices of whoever runs the tests that would change what is synthesized.
CHOICES = ("CDKTF_OUTDIR", "EKS_STAGE", "PLAIN_BINDINGS")
Answer = tuple[int, str, str]
"""Exit status, output, error output."""


def run_main(
    *arguments: str | Path,
    cwd: Path = PROJECT,
    env: Mapping[str, str] = MappingProxyType({}),
    before: tuple[str, ...] = (),
    main: Path = PROJECT / "main.py",
) -> Answer:
    """Run the program with the interpreter of the tests; `before` goes before it on the command line."""
    inherited = {name: value for name, value in os.environ.items() if name not in CHOICES}
    # jsii unpacks its packages below HOME, which takes seconds: a test that changes HOME keeps the unpacked ones.
    cache = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(JSII_CACHE)} if JSII_CACHE.exists() else {}
    command = [*before, sys.executable, str(main), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, env={**inherited, **cache, **env}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, _without_node_warnings(done.stderr)


_CACHES = Path.home() / ("Library/Caches/com.amazonaws.jsii" if sys.platform == "darwin" else ".cache/aws/jsii")
JSII_CACHE = Path(os.environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT") or _CACHES / "package-cache")


def _without_node_warnings(errors: str) -> str:
    return "".join(line for line in errors.splitlines(keepends=True) if not line.startswith(("(node:", "(Use `node")))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the environments of this repository, in which synthesis may write."""
    shutil.copytree(ENVIRONMENTS, tmp_path / "environments")
    return tmp_path


@pytest.fixture(scope="module")
def all_environments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answer, Path]:
    """What the program answers where nothing is asked for, and its output folder."""
    project = tmp_path_factory.mktemp("all")
    shutil.copytree(ENVIRONMENTS, project / "environments")
    answer = run_main("--environments", "environments", "--outdir", "out", cwd=project, env={"PYTHONHASHSEED": "0"})
    return answer, project / "out"


def test_all_environments_are_synthesized_where_none_is_named(all_environments: tuple[Answer, Path]) -> None:
    answer, outdir = all_environments

    assert answer == (0, REPORT["dev"] + REPORT["prod"] + "Terraform JSON is in out/stacks\n", "")
    assert list(Synthesized(outdir).manifest) == [
        *("dev-cluster", "dev-controllers", "dev-network", "dev-smoke-test"),
        *("prod-cluster", "prod-controllers", "prod-network", "prod-state-bucket"),
    ]


def test_the_environment_that_eks_stage_names_is_synthesized(project: Path) -> None:
    """CDKTF_OUTDIR, which the CLI sets, names the output folder."""
    answer = run_main(cwd=project, env={"EKS_STAGE": "prod", "CDKTF_OUTDIR": "cdktf.out"})

    assert answer == (0, REPORT["prod"] + "Terraform JSON is in cdktf.out/stacks\n", "")
    assert {id.partition("-")[0] for id in Synthesized(project / "cdktf.out").manifest} == {"prod"}


@pytest.mark.parametrize(
    ("names", "stage", "line"),
    [
        (["dve"], "", "no environment is called 'dve'; did you mean dev?\n"),
        (["dev", "staging"], "", "no environment is called 'staging'; there are: dev, prod\n"),
        ([], "prd", "no environment is called 'prd'; did you mean prod?\n"),
    ],
    ids=["near", "far", "EKS_STAGE"],
)
def test_an_unknown_environment_is_answered_in_one_line(
    tmp_path: Path, names: list[str], stage: str, line: str
) -> None:
    assert run_main(*names, "--outdir", tmp_path / "out", env={"EKS_STAGE": stage}) == (1, "", line)
    assert list(tmp_path.iterdir()) == []


def test_wrong_input_is_answered_in_lines_and_leaves_the_output_folder_as_it_is(project: Path) -> None:
    outdir = project / "cdktf.out"
    for path in ("manifest.json", "terraform/dev-network/cdk.tf.json", "terraform/dev-network/.terraform/kept"):
        (outdir / path).parent.mkdir(parents=True, exist_ok=True)
        (outdir / path).write_text(path)
    (outdir / "stacks").symlink_to("terraform")
    before = _stamps(outdir)
    (project / "environments/dev.yaml").write_text("region: eu-central-1\nrigeon: eu-central-1\n")
    (project / "environments/prod.yaml").write_text("{")

    status, output, errors = run_main("--environments", "environments", "--outdir", outdir, cwd=project)

    assert (status, output) == (1, "")
    assert {line.partition(": ")[0] for line in errors.splitlines()} == {
        "environments/dev.yaml",
        "environments/prod.yaml",
    }
    assert _stamps(outdir) == before


def test_an_output_folder_that_is_a_file_is_answered_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")

    assert run_main("dev", "--outdir", "file", cwd=tmp_path) == (
        1,
        "",
        "file: is not a folder; name another one with --outdir\n",
    )
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_that_is_not_writable_is_answered_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    assert run_main("dev", "--outdir", tmp_path / "out") == (1, "", f"{tmp_path / 'out'}: Permission denied\n")


def test_local_state_lies_beside_the_environments_wherever_the_output_is(project: Path) -> None:
    """Terraform runs in the folder behind the links, from where the path to the state has to be right.

    And a name on the command line goes before EKS_STAGE.
    """
    (project / "behind/the").mkdir(parents=True)
    (project / "link").symlink_to("behind/the", target_is_directory=True)

    answer = run_main(
        "dev", "--environments", "environments", "--outdir", "link/out", cwd=project, env={"EKS_STAGE": "prod"}
    )
    assert answer == (0, REPORT["dev"] + "Terraform JSON is in link/out/stacks\n", "")

    written, read = _local_states(Synthesized(project / "link/out"))
    state = project.resolve() / "state"
    assert written == {
        id: state / f"{id}.tfstate" for id in ("dev-network", "dev-cluster", "dev-controllers", "dev-smoke-test")
    }
    assert read == {
        "dev-cluster": {state / "dev-network.tfstate"},
        "dev-controllers": {state / "dev-network.tfstate", state / "dev-cluster.tfstate"},
        "dev-smoke-test": {state / "dev-cluster.tfstate", state / "dev-controllers.tfstate"},
    }


def test_nothing_around_the_program_changes_a_byte(all_environments: tuple[Answer, Path], project: Path) -> None:
    elsewhere = {
        "HOME": str(project),
        "PYTHONHASHSEED": "4711",
        "TZ": "Asia/Kathmandu",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "USER": "somebody-else",
        "AWS_PROFILE": "another-account",
        "AWS_REGION": "ap-southeast-2",
        "AWS_DEFAULT_REGION": "ap-southeast-2",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    }

    status, _, _ = run_main(
        "--environments", project / "environments", "--outdir", project / "out", cwd=Path("/"), env=elsewhere
    )

    assert status == 0
    assert _contents(project / "out") == _contents(all_environments[1])


def test_neither_network_nor_credentials_nor_node_on_path_are_needed(
    all_environments: tuple[Answer, Path], project: Path
) -> None:
    """The Node that runs is the one of the wheel."""
    (project / "offline").mkdir()
    (project / "offline/sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(*arguments, **settings):\n"
        "    raise OSError('this process has no network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
    )
    isolation = {
        "PATH": "/nonexistent",
        "PYTHONPATH": str(project / "offline"),
        "HOME": str(project),
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    }

    answer = run_main(
        "--environments", "environments", "--outdir", "out", cwd=project, env=isolation, before=_without_network()
    )

    assert answer == all_environments[0]
    assert _contents(project / "out") == _contents(all_environments[1])


def test_a_third_environment_needs_one_file(project: Path) -> None:
    zones = ["us-east-2a", "us-east-2b", "us-east-2c"]
    environment = {
        "region": "us-east-2",
        "network": {
            "cidr_block": "10.30.0.0/16",
            "availability_zones": zones,
            "nat_gateway": {"mode": "per-zone"},
        },
        "cluster": {
            "availability_zones": zones,
            "deployers": ["arn:aws:iam::444455556666:role/deployer"],
            "node_groups": {"system": {"availability_zones": zones}},
        },
        "hosted_zones": [{"name": "staging.example.com", "id": "Z0STAGING"}],
        "controllers": {"aws-load-balancer-controller": {}, "external-dns": {}},
    }
    (project / "environments/staging.yaml").write_text(yaml.safe_dump(environment))

    answer = run_main("staging", "--environments", "environments", "--outdir", "out", cwd=project)

    report = (
        f"staging: staging-network -> staging-cluster -> staging-controllers\n  staging-controllers installs {ORDER}\n"
    )
    assert answer == (0, f"{report}Terraform JSON is in out/stacks\n", "")
    network = Synthesized(project / "out").stack("staging-network")
    assert list(network["resource"]["aws_nat_gateway"]) == [f"network_nat_{zone}-gateway" for zone in zones]


THROWAWAY = '''
"""A controller that nobody keeps."""

from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import Chart, Controller, KubernetesVersions

THROWAWAY = Controller(
    name="throwaway",
    namespace="kube-system",
    chart=Chart("https://kubernetes-sigs.github.io/metrics-server/", "metrics-server", "3.13.1"),
    options=ControllerOptions,
    kubernetes=KubernetesVersions(oldest="1.31", source="https://charts.example.com"),
    values=lambda installation: {"replicas": 2, "serviceAccount": installation.service_account},
)
'''


def test_a_new_controller_needs_one_file_and_one_line(tmp_path: Path) -> None:
    copy_project(tmp_path / "checkout")
    controllers = tmp_path / "checkout/modules/controllers"
    (controllers / "throwaway.py").write_text(THROWAWAY)
    with (controllers / "__init__.py").open() as registry:
        lines = registry.readlines()
    last_import = max(index for index, line in enumerate(lines) if line.startswith("from "))
    line = "from modules.controllers.throwaway import THROWAWAY as THROWAWAY\n"
    (controllers / "__init__.py").write_text("".join([*lines[: last_import + 1], line, *lines[last_import + 1 :]]))
    dev = tmp_path / "checkout/environments/dev.yaml"
    dev.write_text(dev.read_text().replace("\ncontrollers:\n", "\ncontrollers:\n  throwaway: {}\n"))

    answer = run_main("dev", "--outdir", tmp_path / "out", main=tmp_path / "checkout/main.py")

    assert answer[0] == 0
    releases = Synthesized(tmp_path / "out").stack("dev-controllers")["resource"]["helm_release"]
    assert list(releases) == [
        "aws-load-balancer-controller_helm_release",
        "default-storage-class_release",
        "external-dns_helm_release",
        "throwaway_helm_release",
    ]


def _stamps(folder: Path) -> dict[str, tuple[str, int]]:
    """Everything in a folder with its content and the time of its last change."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.lstat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
    }


def _contents(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _local_states(synthesized: Synthesized) -> tuple[dict[str, Path], dict[str, set[Path]]]:
    """The states that stacks write, and those that they read, as Terraform finds them."""
    written: dict[str, Path] = {}
    read: dict[str, set[Path]] = {}
    for id, stack in synthesized.stacks.items():
        folder = (synthesized.outdir / "stacks" / id).resolve()
        written[id] = _path_from(folder, stack["terraform"]["backend"]["local"]["path"])
        for source in stack.get("data", {}).get("terraform_remote_state", {}).values():
            read.setdefault(id, set()).add(_path_from(folder, source["config"]["path"]))
    return written, read


def _path_from(folder: Path, path: str) -> Path:
    assert not Path(path).is_absolute()
    return Path(os.path.normpath(folder / path))


def _without_network() -> tuple[str, ...]:
    """The command that takes the network from a whole process tree, where this machine lets us."""
    unshare = shutil.which("unshare")
    command = (unshare, "--map-root-user", "--net") if unshare else ()
    allowed = command and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    return command if allowed else ()
