"""Where things are on disk, as far as synthesized files speak of it."""

import os
from dataclasses import dataclass
from pathlib import Path

STACK_FOLDER_DEPTH = 2
"""Levels between the output folder and the folder in which Terraform runs: `<outdir>/stacks/<stack>`."""


@dataclass(frozen=True)
class Locations:
    """The output folder, and the folder of local states; both absolute and free of symbolic links."""

    outdir: Path
    states: Path

    def local_state(self, stack_id: str) -> str:
        """The local state file of a stack, as seen from the folder in which Terraform runs.

        It lies outside the output folder, because the cdktf CLI deletes folders in there.
        """
        stack_folder = self.outdir.joinpath(*["_"] * STACK_FOLDER_DEPTH)
        return os.path.relpath(self.states / f"{stack_id}.tfstate", stack_folder)
