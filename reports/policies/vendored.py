"""Policy documents in files: one, or a folder of those of many versions, told apart by their names without version."""

import json
import re
from pathlib import Path

from reports.policies.comparison import PolicyDifference, difference
from reports.policies.document import NoPolicyError, Statement, statements_of

_VERSION = re.compile(r"-v?[0-9]+(\.[0-9]+)*$")


def compared(old: Path, new: Path) -> dict[str, PolicyDifference]:
    """Policy to what differs, of two files or two folders; a policy that only one of them has differs in all it has.

    Raises:
        NoPolicyError: one of them is no policy, or can't be read.
    """
    if old.is_dir() != new.is_dir():
        raise NoPolicyError(f"{old} and {new}: name two files, or two folders")
    if not old.is_dir():
        return {_name(new): difference(_statements(old), _statements(new))}
    before, after = _folder(old), _folder(new)
    return {
        name: difference(
            _statements(before[name]) if name in before else (), _statements(after[name]) if name in after else ()
        )
        for name in sorted(before.keys() | after.keys())
    }


def _folder(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in sorted(folder.glob("*.json")):
        other = files.setdefault(_name(file), file)
        if other != file:
            raise NoPolicyError(
                f"{folder}: has {other.name} and {file.name}, two versions of one policy; name the files"
            )
    if not files:
        raise NoPolicyError(f"{folder}: has no *.json")
    return files


def _name(file: Path) -> str:
    return _VERSION.sub("", file.stem)


def _statements(file: Path) -> tuple[Statement, ...]:
    try:
        return statements_of(json.loads(file.read_bytes()))
    except NoPolicyError as error:
        raise NoPolicyError(f"{file}: {error}") from error
    except OSError as error:
        raise NoPolicyError(f"{file}: can't be read ({error.strerror})") from error
    except ValueError as error:
        raise NoPolicyError(f"{file}: is no JSON ({error})") from error
