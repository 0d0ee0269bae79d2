"""Which builds of the providers a stack may use: the lock file of its kind, as it stands in the repository.

It is Terraform's own (https://developer.hashicorp.com/terraform/language/files/dependency-lock), written for every
provider that a stack of this kind can need. A stack gets the part that it does need: with more than that in it,
`terraform init -lockfile=readonly` refuses the file.
"""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

LOCK_FILE = ".terraform.lock.hcl"
_CONFIGURATION = "cdk.tf.json"
_BLOCK = re.compile(r'^provider "([^"]+)" \{\n.*?^\}\n', re.MULTILINE | re.DOTALL)
# https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
_REGISTRY, _NAMESPACE = "registry.terraform.io", "hashicorp"


def lock_file_of(kind: str) -> str:
    """The name that the lock file of a kind of stack has in the folder of all of them."""
    return f"{kind}{LOCK_FILE}"


def stage_lock_files(staged: Path, kinds: Mapping[str, str], locks: Path) -> None:
    """Lay beside each stack in `staged` what `locks` has for its kind, if it has anything.

    Args:
        staged: what cdktf synthesized.
        kinds: id of a stack to its kind.
        locks: the folder of the lock files; it may be missing.
    """
    for id, kind in kinds.items():
        committed = locks / lock_file_of(kind)
        if committed.is_file():
            folder = staged / "stacks" / id
            configuration = json.loads((folder / _CONFIGURATION).read_bytes())
            required = configuration["terraform"]["required_providers"].values()
            locked = only_for(committed.read_text(encoding="utf-8"), {address(it["source"]) for it in required})
            (folder / LOCK_FILE).write_text(locked, encoding="utf-8")


def address(source: str) -> str:
    """The whole address of a provider: a source may leave out registry and namespace."""
    *given, name = source.split("/")
    return "/".join([*(_REGISTRY, _NAMESPACE)[: 2 - len(given)], *given, name])


def only_for(lock_file: str, providers: Collection[str]) -> str:
    """A lock file without the blocks of all other providers, with what stands above them."""
    blocks = list(_BLOCK.finditer(lock_file))
    head = lock_file[: blocks[0].start()] if blocks else lock_file
    return head + "\n".join(it[0] for it in blocks if it[1] in providers)
