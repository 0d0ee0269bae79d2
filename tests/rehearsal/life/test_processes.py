"""No process outlives its rehearsal: neither one that was interrupted, nor one that crashed."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from rehearsal.command import main
from rehearsal.life import Life
from rehearsal.processes import Interrupted, finish, interruptible, start
from tests.rehearsal.life.command import PLATFORM, end_session, running_in_session, wait_for
from tests.rehearsal.life.command import start as start_command

OBSTINATE = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Each test leaves the handlers of signals as it found them."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    yield
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def run(*arguments: str) -> tuple[int, str]:
    return finish(start(arguments, cwd=Path(), environment=os.environ))


def test_a_process_gives_its_status_and_all_that_it_printed() -> None:
    assert run("sh", "-c", "echo one; echo two >&2; exit 3") == (3, "one\ntwo\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_what_runs_and_is_raised_where_it_was_waited_for(number: signal.Signals) -> None:
    with interruptible():
        process = start(["sh", "-c", "sleep 60; echo never"], cwd=Path(), environment=os.environ)
        os.kill(os.getpid(), number)
        with pytest.raises(Interrupted) as raised:
            finish(process)

    assert (raised.value.signal, process.returncode) == (number, -signal.SIGTERM)


def test_after_it_nothing_is_started_any_more(tmp_path: Path) -> None:
    with interruptible():
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            run("touch", str(tmp_path / "started"))

    assert list(tmp_path.iterdir()) == []


def test_a_second_signal_kills_what_does_not_end() -> None:
    with interruptible():
        process = start([sys.executable, "-c", OBSTINATE], cwd=Path(), environment=os.environ)
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted):
            finish(process)

    assert process.returncode == -signal.SIGKILL


@pytest.fixture
def keyboard_interrupts() -> Iterator[None]:
    """SIGINT raises KeyboardInterrupt, even if it was ignored, as it is in the background jobs of a script."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keyboard_interrupts")
def test_outside_of_a_rehearsal_signals_are_what_they_were() -> None:
    with interruptible():
        pass

    timer = Timer(0.2, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run("sleep", "60")
    timer.join()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_command_ends_with_all_that_it_started(number: signal.Signals, status: int, tmp_path: Path) -> None:
    """The signal goes to the whole process group, as Ctrl-C and a runner's time limit do."""
    process = start_command("--synthesized", PLATFORM, temporary=tmp_path)
    try:
        wait_for(process, "apply")
        os.killpg(process.pid, number)
        _, errors = process.communicate()

        assert errors == f"stopped by {number.name}; everything that was started has ended\n"
        assert process.returncode == status
        assert running_in_session(process.pid) == []
        assert list(tmp_path.iterdir()) == []
    finally:
        end_session(process.pid)


@pytest.mark.slow
def test_what_a_killed_command_leaves_is_gone_with_the_next_one(tmp_path: Path) -> None:
    process = start_command("--synthesized", PLATFORM, temporary=tmp_path)
    try:
        wait_for(process, "apply")
        process.kill()
        process.communicate()
        (left,) = tmp_path.iterdir()

        after = start_command("--synthesized", tmp_path / "nothing", temporary=tmp_path)
        output, _ = after.communicate()

        assert output.splitlines()[1:] == [f"removed what a rehearsal that was killed left behind: {left}"]
        assert list(tmp_path.iterdir()) == []
    finally:
        end_session(process.pid)


def test_a_crash_leaves_nothing_behind_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Life, "apply", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        main(["--synthesized", str(PLATFORM)])

    assert list(tmp_path.iterdir()) == []
