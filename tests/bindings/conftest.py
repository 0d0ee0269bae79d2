"""Programs that use the bindings, each in a process of its own: what is loaded is a matter of the whole process."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Run Python text in an empty folder, in which the packages of the checkout can be imported."""

    def run(text: str, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        # pytest itself may have set up bindings, which child processes inherit.
        ours = {"JSII_NODE", "NODE_OPTIONS", "PLAIN_BINDINGS", "PYTHONPATH"}
        inherited = {key: value for key, value in os.environ.items() if key not in ours}
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(text)],
            cwd=tmp_path,
            env={**inherited, "PYTHONPATH": str(PROJECT), **(settings or {})},
            check=False,
            capture_output=True,
            text=True,
        )

    return run
