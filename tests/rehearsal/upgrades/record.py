"""`python -m tests.rehearsal.upgrades.record VERSION`: at a release, keep what it makes of the environments here."""

import sys
import tempfile
from pathlib import Path

from main import PROJECT
from rehearsal.rehearsal import Rehearsal
from tests.conftest import synthesize_folders
from tests.rehearsal.upgrades.releases import FOLDER, Release


def record(version: str) -> None:
    """Apply every stack to an empty cloud, and write down what exists then."""
    environments = PROJECT / "environments"
    with tempfile.TemporaryDirectory() as project:
        synthesized = synthesize_folders([environments], Path(project))
        with Rehearsal(synthesized.outdir) as rehearsal:
            for stack in rehearsal.stacks:
                rehearsal.run(stack)
            states = {stack: rehearsal.recorded_state(stack) for stack in rehearsal.stacks}
    Release(FOLDER / version).write(environments.glob("*.yaml"), states, rehearsal.inventory)


if __name__ == "__main__":
    record(sys.argv[1])
