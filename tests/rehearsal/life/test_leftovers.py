"""A rehearsal cleans up behind itself, and behind one that could not."""

import tempfile
from pathlib import Path

import pytest

from rehearsal.leftovers import temporary_folder


@pytest.fixture(autouse=True)
def system_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_vanishes_with_all_that_is_in_it(system_folder: Path) -> None:
    said: list[str] = []

    def crash() -> None:
        with temporary_folder(said.append) as folder:
            (folder / "state").mkdir()
            assert list(system_folder.iterdir()) == [folder]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()
    assert (list(system_folder.iterdir()), said) == ([], [])


def test_what_a_killed_rehearsal_left_is_removed_and_named(system_folder: Path) -> None:
    left = system_folder / "eks-rehearsal-killed"
    (left / "dev").mkdir(parents=True)
    said: list[str] = []

    with temporary_folder(said.append):
        assert not left.exists()

    assert said == [f"removed what a rehearsal that was killed left behind: {left}"]


def test_nothing_of_another_rehearsal_is_touched(system_folder: Path) -> None:
    said: list[str] = []

    with temporary_folder(said.append) as first, temporary_folder(said.append) as second:
        assert sorted(system_folder.iterdir()) == sorted([first, second])

    assert said == []


def test_nor_is_what_only_bears_the_name(system_folder: Path) -> None:
    precious = system_folder / "precious"
    precious.mkdir()
    (system_folder / "eks-rehearsal-link").symlink_to(precious)
    (system_folder / "eks-rehearsal-notes.txt").write_text("mine")
    said: list[str] = []

    before = sorted(system_folder.iterdir())
    with temporary_folder(said.append):
        pass

    assert (sorted(system_folder.iterdir()), said) == (before, [])
