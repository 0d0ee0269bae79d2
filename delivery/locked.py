"""The lock file beside a stack: without a whole one, CI would run whatever build of a provider it is given."""

import re

from delivery.stacks import Stack

_BLOCK = re.compile(r'^provider "([^"]+)" \{\n\s*version\s*=\s*"([^"]+)"', re.MULTILINE)
_REMEDY = "run `make lock-providers` where the provider registry can be reached, and commit `locks/`"


class LockFileError(Exception):
    """A stack has no lock file, or one of other providers; one line."""


def check_lock_file(stack: Stack) -> None:
    """Make sure that the lock file pins the providers that a stack requires, in the versions that it requires.

    Raises:
        LockFileError: it does not, or there is none.
    """
    file = stack.folder / ".terraform.lock.hcl"
    if not file.is_file():
        raise LockFileError(f"{stack.id}: has no lock file; {_REMEDY}")
    locked = dict(_BLOCK.findall(file.read_text(encoding="utf-8")))
    wrong = [
        f"{source} {version}"
        for source, version in sorted(stack.providers.items())
        if not any(f"/{address}".endswith(f"/{source}") and locked[address] == version for address in locked)
    ]
    if wrong:
        raise LockFileError(f"{stack.id}: its lock file does not pin {', '.join(wrong)}; {_REMEDY}")
