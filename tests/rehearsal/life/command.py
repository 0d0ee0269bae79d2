"""Running `python -m rehearsal` as a user does, and reading what it leaves behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[3]
PLATFORM = Path(__file__).resolve().parents[1] / "platform"
"""Four synthesized stacks, a platform in miniature."""


class Done(NamedTuple):
    """A command that ended."""

    status: int
    lines: list[str]
    errors: str


def start(*arguments: str | Path, temporary: Path) -> "subprocess.Popen[str]":
    """Start the command in a session of its own, with a temporary folder of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "rehearsal", *arguments],
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def rehearse(*arguments: str | Path, temporary: Path) -> Done:
    """Run the command to its end."""
    process = start(*arguments, temporary=temporary)
    output, errors = process.communicate()
    return Done(process.returncode, output.splitlines(), errors)


def without_figures(lines: list[str]) -> list[str]:
    """Lines with `-` for every time and every number of resources, and single spaces."""
    return [" ".join(re.sub(r"\b\d+(\.\d+)? (s\b|resources?\b)", r"- \2", line).split()) for line in lines]


def wait_for(process: "subprocess.Popen[str]", line: str) -> None:
    """Read the output of `process` up to `line`."""
    assert process.stdout is not None
    seen = []
    for written in process.stdout:
        seen.append(written.strip())
        if seen[-1] == line:
            return
    raise AssertionError(f"it ended without {line!r}: {seen}")


def running_in_session(session: int) -> list[str]:
    """The names of the processes of a session that still run."""
    running = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, name, rest = re.split(r"[()]", stat.read_text(), maxsplit=2)
        except OSError:  # it has ended meanwhile
            continue
        state, _, _, its_session = rest.split()[:4]
        if int(its_session) == session and state != "Z":
            running.append(name)
    return running


def end_session(session: int) -> None:
    """Kill whatever a failed test left running."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        pid = int(stat.parent.name)
        try:
            if os.getsid(pid) == session:
                os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
