"""`cdktf synth` with the real CLI."""

import shutil
from pathlib import Path

import pytest

from tests.cli.checkout import listing, run


@pytest.mark.slow
def test_the_cli_writes_the_same_files_as_main_py(cdktf_cli: Path, checkout: Path) -> None:
    """The CLI starts the application through cdktf.json and make, and neither adds nor changes anything."""
    run([".venv/bin/python", "main.py"], cwd=checkout)
    by_main_py = listing(checkout / "cdktf.out")
    shutil.rmtree(checkout / "cdktf.out")

    run([cdktf_cli, "synth"], cwd=checkout)

    assert listing(checkout / "cdktf.out") == by_main_py
