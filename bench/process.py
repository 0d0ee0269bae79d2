"""One process from start to end, with the processes that it starts."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What one run took.

    Attributes:
        seconds: from start to end.
        largest: peak memory of its largest process, in MiB.
        together: the peaks of all its processes, added up, in MiB; none where there is no /proc.
    """

    seconds: float
    largest: float
    together: float | None

    @classmethod
    def best(cls, runs: Sequence["Run"]) -> "Run":
        """The shortest time and the highest peaks of several runs."""
        sums = [run.together for run in runs if run.together is not None]
        return cls(min(run.seconds for run in runs), max(run.largest for run in runs), max(sums, default=None))


def run(command: Sequence[str], environment: Mapping[str, str], *, folder: Path) -> Run:
    """Run a command in `folder`. Raises RuntimeError, with what it wrote to stderr, if it fails."""
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the commands are our own
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        peaks: dict[int, float] = {}
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        ended.set()
        watch.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)}\n{errors.read().decode()}")
    return Run(seconds, usage.ru_maxrss * _MAXRSS_UNIT / MEBIBYTE, sum(peaks.values()) or None)


def _watch(root: int, peaks: dict[int, float], ended: threading.Event) -> None:
    while not ended.wait(0.05):
        for pid in _tree(root):
            peaks[pid] = max(peaks.get(pid, 0), _peak(pid))


def _tree(pid: int) -> list[int]:
    children = [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(file).split()]
    return [pid, *(below for child in children for below in _tree(child))]


def _peak(pid: int) -> float:
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) * 1024 / MEBIBYTE for line in lines if line.startswith("VmHWM:")), 0)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""  # it has ended
