"""`python -m tests.addresses.add`: list new addresses as released. It never takes one out."""

import tempfile
from pathlib import Path

from tests.addresses.released import FOLDER, addresses, released
from tests.conftest import ENVIRONMENTS, EXAMPLES, synthesize_folders

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as project:
        synthesized = synthesize_folders([ENVIRONMENTS, EXAMPLES], Path(project))
        FOLDER.mkdir(exist_ok=True)
        for stack_id, stack in synthesized.stacks.items():
            lines = sorted(released(stack_id) | addresses(stack))
            (FOLDER / f"{stack_id}.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
