"""Plan files, as `terraform show -json` writes them, each checked before anything is said of it.

https://developer.hashicorp.com/terraform/internals/json-format
"""

import re
from collections.abc import Sequence
from pathlib import Path

from reports.review.json_stream import JsonStream
from reports.review.masking import Secrets
from reports.review.plan import Plan
from reports.review.reading import PlanReader

LARGEST = 128 * 1024 * 1024
"""Bytes. A platform of 10,000 resources has a plan of about 70 MB."""
_SAVED_PLAN = b"PK\x03\x04"
_REMEDY = "write it with `terraform show -json SAVED_PLAN`"


class UnreadableError(Exception):
    """Files that can't be reviewed; a line for each."""


def read_plans(files: Sequence[Path], secrets: Secrets) -> list[Plan]:
    """The plans, each named as its file without `.json`; sensitive texts go to `secrets`.

    Raises:
        UnreadableError: a file is no plan, or two have the same name.
    """
    plans: list[Plan] = []
    problems: list[str] = []
    for file in files:
        if any(file.stem == plan.stack for plan in plans):
            problems.append(f"{file}: there are two files for stack {file.stem}; name each as its stack")
            continue
        try:
            plans.append(_read(file, secrets))
        except UnreadableError as error:
            problems.append(f"{file}: {error}")
    if problems:
        raise UnreadableError("\n".join(problems))
    return plans


def _read(file: Path, secrets: Secrets) -> Plan:
    reader = PlanReader(file.stem, secrets)
    try:
        stream = JsonStream(_text(file))
        if not stream.next_is("{"):
            raise UnreadableError(f"is not a plan; {_REMEDY}")
        for key in stream.members():
            reader.take(key, stream)
            if key == "format_version":
                _check_version(reader.format_version)
        stream.end()
    except RecursionError as error:
        raise UnreadableError("is nested too deeply for a plan") from error
    except ValueError as error:
        raise UnreadableError(f"is not one whole JSON document; it may be cut off, else {_REMEDY}") from error
    if not reader.is_plan:
        raise UnreadableError(f"is JSON, but not a plan; {_REMEDY}")
    _check_version(reader.format_version)
    return _plan(reader)


def _plan(reader: PlanReader) -> Plan:
    plan = reader.plan
    if reader.problem:
        raise UnreadableError(f"{reader.problem}; this review knows the plans of Terraform 1.x up to 1.11")
    return plan


def _text(file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise UnreadableError(
                f"has {-(-size // 2**20)} MiB; the largest plan that is read has {LARGEST // 2**20} MiB"
            )
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"can't be read: {error.strerror}") from error
    if not content.strip():
        raise UnreadableError(f"is empty; {_REMEDY}")
    if content.startswith(_SAVED_PLAN):
        raise UnreadableError(f"is the saved plan itself; {_REMEDY}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is not text in UTF-8; {_REMEDY}") from error


def _check_version(version: object) -> None:
    if not isinstance(version, str) or not re.fullmatch(r"1\.[0-9]+", version, re.ASCII):
        named = f"format_version {version}" if isinstance(version, str) else "no format_version"
        raise UnreadableError(f"has {named[:60]!a}; only 1.x is read".replace("'", ""))
