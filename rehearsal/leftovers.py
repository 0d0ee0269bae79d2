"""A temporary folder that vanishes with its rehearsal, and those of rehearsals that were killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "eks-rehearsal-"
_UNLOCKED_PREFIX = f"new-{_PREFIX}"


@contextmanager
def temporary_folder(say: Callable[[str], None]) -> Iterator[Path]:
    """A folder for everything that a rehearsal writes; `say` is told of each one that a killed rehearsal left behind.

    The folder is locked for as long as this process lives, however it ends. So one without a lock is nobody's.
    """
    for left in _left_behind(Path(tempfile.gettempdir())):
        shutil.rmtree(left, ignore_errors=True)  # what outlived it for a moment may still write there
        say(f"removed what a rehearsal that was killed left behind: {left}")
    # It gets its name when it is locked: nobody must take it for a leftover in between.
    unlocked = Path(tempfile.mkdtemp(prefix=_UNLOCKED_PREFIX))
    with _opened(unlocked) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = unlocked.rename(unlocked.with_name(unlocked.name.removeprefix("new-"))).resolve()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def _left_behind(temporary: Path) -> Iterator[Path]:
    for folder in sorted(temporary.glob(f"{_PREFIX}*")):
        # Suppressed: no folder at all, another user's, that of a rehearsal that runs, or one that just vanished.
        with suppress(OSError), _opened(folder) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield folder


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield opened
    finally:
        os.close(opened)
