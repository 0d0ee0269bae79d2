"""The environments to rehearse: copies of their files, whose keys may be changed as a user would, and synthesis."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from config.reading.yaml_document import read_yaml
from config.rules.suggestion import suggestion
from rehearsal.engine.values import State, Value, mapping, text
from rehearsal.processes import finish, start

_PROJECT = Path(__file__).resolve().parents[1]
_KNOWN_CHARTS = "charts"
_OWN_SETTINGS = ("CDKTF_OUTDIR", "EKS_STAGE")


class NotSynthesizedError(Exception):
    """There is nothing to rehearse: the environment is not there, or main.py refuses it. `lines` say why."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class Environment:
    """One environment, in a copy of all environment files.

    Args:
        file: the user's own file; it and its neighbours are only read.
        folder: an empty folder for the copies, for what is synthesized, and for local states.
    """

    def __init__(self, file: Path, folder: Path) -> None:
        self.name = file.stem
        self.outdir = folder / "cdktf.out"
        self._originals = file.parent
        self._copies = folder / "environments"
        self._copy = self._copies / file.name
        self._temporary = folder / "tmp"
        for made in (self._copies, self._temporary):
            made.mkdir(parents=True)
        for original in environment_files(file.parent):
            shutil.copy(original, self._copies)
        self._content = self._copy.read_bytes()
        self._copy_files_of_charts()

    def _copy_files_of_charts(self) -> None:
        """Policies that the environment names, and what is known of charts; what is missing, main.py will say."""
        charts = mapping(self.settings, "charts")
        named = [str(it) for chart in charts for it in mapping(mapping(charts, chart), "policy_files").values()]
        known = (self._originals / _KNOWN_CHARTS).glob("*.json")
        for original in (*(self._originals / it for it in named), *known):
            if original.is_file():
                copy = self._copies / original.relative_to(self._originals)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(original, copy)

    @cached_property
    def settings(self) -> State:
        """What stands in the file, as far as it can be read."""
        data = read_yaml(self._content.decode("utf-8-sig")).data
        return data if isinstance(data, dict) else {}

    @property
    def state(self) -> State:
        """Where the file says that state is kept."""
        return mapping(self.settings, "state")

    @property
    def keeps_local_state(self) -> bool:
        """Whether all its states are files on the machine of whoever applies it."""
        return text(self.state, "backend") != "s3"

    @property
    def is_protected(self) -> bool:
        """Whether the file leaves `deletion_protection` on."""
        return self.settings.get("deletion_protection") is not False

    def synthesize(self, changes: Mapping[str, Value]) -> None:
        """Synthesize the environment with `changes` to the keys of its file.

        Raises:
            NotSynthesizedError: main.py refuses; its lines name the user's own files.
        """
        self._copy.write_bytes(self._content)
        if changes:
            self._copy.write_text(json.dumps({**self.settings, **changes}), encoding="utf-8")  # JSON is YAML
        command = [sys.executable, "main.py", "--environments", str(self._copies), "--outdir", str(self.outdir)]
        kept = {name: value for name, value in os.environ.items() if name not in _OWN_SETTINGS}
        environment = {**kept, "TMPDIR": str(self._temporary)}
        status, output = finish(start([*command, self.name], cwd=_PROJECT, environment=environment))
        if status != 0:
            raise NotSynthesizedError(output.replace(str(self._copies), str(self._originals)).splitlines())


def choose(directory: Path, names: Sequence[str]) -> list[Path]:
    """The files of the environments called `names` in `directory`, or of all; as main.py would choose them.

    Raises:
        NotSynthesizedError: there is no such environment.
    """
    files = {file.stem: file for file in environment_files(directory)}
    if not files:
        raise NotSynthesizedError([f"{directory}: holds no environment file"])
    unknown = [name for name in names if name not in files]
    if unknown:
        raise NotSynthesizedError(
            [f"no environment is called {name!r}; {suggestion(name, list(files))}" for name in unknown]
        )
    return [file for name, file in files.items() if not names or name in names]


def environment_files(directory: Path) -> list[Path]:
    """The environment files in a folder; none where there is no such folder."""
    found = directory.iterdir() if directory.is_dir() else ()
    return sorted(file for file in found if file.suffix.casefold() in {".yaml", ".yml"} and file.name[0] != ".")
