"""What docs/operations.md tells people to do after an apply was killed, as a person does it."""

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from main import PROJECT
from rehearsal.engine.values import State, blocks, mapping, text
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError
from tests.rehearsal.state import tagging_api
from tests.rehearsal.state.under_way import outside

_DOCUMENTED = re.compile(r"^ +terraform .* state pull > known\.json\n(?: .*\n)*? +done\n", re.MULTILINE)
LIST = dedent(_DOCUMENTED.findall((PROJECT / "docs/operations.md").read_text(encoding="utf-8"))[0])
"""Prints the ARN of each object with a stack's tags that its state mentions neither by ARN nor by id."""


def unlock(rehearsal: Rehearsal, stack: str) -> None:
    """Take away the lock of a dead process, by the id that the next one is told."""
    terraform = rehearsal.terraform(stack)
    try:
        terraform.plan()
    except TerraformError as refused:
        (lock_id,) = re.findall(r"Error acquiring the state lock(?:.|\n)* ID: +(\S+)", refused.output)
        terraform.command("force-unlock", "-force", lock_id)


def list_outside_state(rehearsal: Rehearsal, environment: str, kind: str, *, region: str, checkout: Path) -> list[str]:
    """The ARNs that the documented command prints in `checkout`, a folder that is not there yet."""
    terraform = rehearsal.terraform(f"{environment}-{kind}")
    link = checkout / "cdktf.out" / "stacks" / f"{environment}-{kind}"
    link.parent.mkdir(parents=True)
    link.symlink_to(terraform.directory)
    rehearsal.inventory.save(checkout / "inventory.json")
    aws = checkout / "bin" / "aws"
    aws.parent.mkdir()
    aws.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {tagging_api.__name__} "{checkout}/inventory.json" "$@"\n')
    aws.chmod(0o755)
    script = LIST.replace("prod", environment).replace("network", kind).replace("eu-west-1", region)
    path = f"{aws.parent}:{terraform.environment['PATH']}"
    listing = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=checkout,
        env={**terraform.environment, "PATH": path, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return listing.stdout.split()


def import_what_exists(rehearsal: Rehearsal, stack: str) -> list[tuple[str, str]]:
    """Import what the plan wants to make although it exists, and make the rest; type and id of what was imported.

    It takes several rounds: which table a route belongs to is known when the table has been imported.
    """
    terraform = rehearsal.terraform(stack)
    file = terraform.directory / "recovery.tf"
    imports: dict[str, tuple[str, str]] = {}
    plan = terraform.plan()
    while more := _existing_already(rehearsal, stack, set(imports.values()), terraform.show(plan)):
        imports |= more
        file.write_text("".join(f'import {{\n  to = {to}\n  id = "{id}"\n}}\n' for to, (_, id) in imports.items()))
        plan = terraform.plan()
    terraform.apply(plan)
    file.unlink()
    return sorted(imports.values())


def _existing_already(
    rehearsal: Rehearsal, stack: str, imported: set[tuple[str, str]], plan: State
) -> dict[str, tuple[str, str]]:
    """Address to type and id of each object that the plan wants to make and that is there, as far as it is certain."""
    wanted = {
        text(change, "address"): (text(change, "type"), mapping(mapping(change, "change"), "after"))
        for change in blocks(plan, "resource_changes")
        if mapping(change, "change")["actions"] == ["create"]
    }
    pairs = [
        (address, (key.type_name, key.id))
        for key in outside(rehearsal, stack)
        if (key.type_name, key.id) not in imported
        for address, (type_name, arguments) in wanted.items()
        if type_name == key.type_name and _agrees(rehearsal.inventory.get(key) or {}, arguments)
    ]
    addresses, objects = zip(*pairs, strict=True) if pairs else ((), ())
    return {address: it for address, it in pairs if addresses.count(address) == objects.count(it) == 1}


def _agrees(existing: State, wanted: State) -> bool:
    return all(value is None or existing.get(name) == value for name, value in wanted.items())
