"""What is measured: syntheses of this checkout, and the least that a program with cdktf can take."""

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

PROJECT = Path(__file__).resolve().parents[1]
ENVIRONMENTS = PROJECT / "environments"
CLUSTERS = (1, 5, 20, 50)


@dataclass(frozen=True)
class Case:
    """A command that is run as a whole process, some times."""

    name: str
    command: tuple[str, ...]
    rounds: int
    settings: Mapping[str, str] = field(default_factory=dict)
    empty_cache: bool = False
    outdir: Path | None = None

    def environment(self, scratch: Path) -> dict[str, str]:
        """The process environment of one run."""
        # The user's, but for what would change the comparison; compiled modules are kept, as on any machine.
        ours = {"NODE_OPTIONS", "PLAIN_BINDINGS", "PYTHONDONTWRITEBYTECODE"}
        inherited = {key: value for key, value in os.environ.items() if key not in ours}
        cache = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": mkdtemp(dir=scratch)} if self.empty_cache else {}
        return {**inherited, **self.settings, **cache}

    def resources(self) -> int:
        """How many resources there are in what it wrote."""
        files = sorted(self.outdir.glob("stacks/*/cdk.tf.json")) if self.outdir else []
        kinds = (kind for file in files for kind in json.loads(file.read_bytes()).get("resource", {}).values())
        return sum(len(kind) for kind in kinds)


PLAIN = {"PLAIN_BINDINGS": "1"}


def bare() -> Case:
    """What nothing that uses cdktf can go below."""
    return Case("import cdktf", (sys.executable, "-c", "import bindings; bindings.load(); import cdktf"), 7, PLAIN)


def both_environments(scratch: Path) -> list[Case]:
    """Both environments, dev and prod, as `make synth` does them."""
    lazy = _synthesis("lazy", ENVIRONMENTS, scratch, rounds=7)
    plain = _synthesis("plain", ENVIRONMENTS, scratch, rounds=2, settings=PLAIN)
    lazy_first = _synthesis("lazy, empty cache", ENVIRONMENTS, scratch, rounds=2, empty_cache=True)
    plain_first = _synthesis("plain, empty cache", ENVIRONMENTS, scratch, rounds=1, settings=PLAIN, empty_cache=True)
    return [lazy, plain, lazy_first, plain_first]


def many_clusters(scratch: Path) -> list[Case]:
    """More and more clusters, made of the environments of this repository under other names."""
    rounds = {1: 5, 5: 4, 20: 3, 50: 2}
    return [_synthesis(f"{count}", _environments(count, scratch), scratch, rounds=rounds[count]) for count in CLUSTERS]


def _synthesis(
    name: str,
    environments: Path,
    scratch: Path,
    *,
    rounds: int,
    settings: Mapping[str, str] | None = None,
    empty_cache: bool = False,
) -> Case:
    outdir = scratch / "out" / name
    command = (sys.executable, "main.py", "--environments", str(environments), "--outdir", str(outdir))
    return Case(name, command, rounds, settings or {}, empty_cache, outdir)


def _environments(count: int, scratch: Path) -> Path:
    """A folder with `count` environments. What is unique in a file carries its name, and gets the new one with it."""
    folder = scratch / f"environments-{count}"
    folder.mkdir()
    originals = sorted(ENVIRONMENTS.glob("*.yaml"))
    for number in range(count):
        original = originals[number % len(originals)]
        name = f"{original.stem}{number}"
        text = re.sub(rf"\b{original.stem}\b", name, original.read_text(encoding="utf-8"))
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
