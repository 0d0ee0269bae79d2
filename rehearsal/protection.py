"""What refuses to be destroyed, and proof that it does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rehearsal.engine.values import State, Value, blocks, first_block, mapping, text
from rehearsal.failure import DifferenceError
from rehearsal.rehearsal import Rehearsal
from rehearsal.stack import Resource
from rehearsal.terraform import Terraform, TerraformError


class Guard(StrEnum):
    """Who refuses; the value is the argument that asks for it."""

    TERRAFORM = "prevent_destroy"
    """Terraform, while it plans."""
    AWS = "deletion_protection"
    """AWS, whoever asks for the deletion."""


@dataclass(frozen=True)
class Guarded:
    """A resource that must not be destroyed."""

    stack: str
    address: str
    guard: Guard


def guarded(rehearsal: Rehearsal, *, promised: bool) -> list[Guarded]:
    """What is guarded in any stack; with `promised` also what an environment's `deletion_protection` promises."""
    return [
        Guarded(stack, resource.address, guard)
        for stack in rehearsal.stacks
        for resource in rehearsal.stack(stack).resources
        for guard in Guard
        if _is_asked(guard, resource) or (promised and guard in _promises(resource, rehearsal))
    ]


def prove_refusal(rehearsal: Rehearsal, resource: Guarded) -> None:
    """Try to destroy `resource`, and see it refused with nothing destroyed.

    Raises:
        DifferenceError: it could have been destroyed.
    """
    destroy, refusal = {
        Guard.TERRAFORM: (
            _planned_without_other_guards,
            f"Resource {resource.address} has lifecycle.prevent_destroy set",
        ),
        Guard.AWS: (_destroyed_alone, "deletion protection"),
    }[resource.guard]
    lost = f"{resource.address} can be destroyed, although deletion_protection is on"
    before = set(rehearsal.inventory)
    try:
        output = destroy(rehearsal, resource)
    except TerraformError as error:
        if error.command[0] == "init":
            raise
        if refusal not in " ".join(error.output.split()):
            raise DifferenceError(f"{lost}: what refused was something else", error.output) from error
    else:
        raise DifferenceError(lost, output)
    gone = before - set(rehearsal.inventory)
    if gone:
        along = ", ".join(f"{key.type_name} {key.id}" for key in gone)
        raise DifferenceError(f"{resource.address} refuses to be destroyed, but took this along: {along}")


def _planned_without_other_guards(rehearsal: Rehearsal, resource: Guarded) -> str:
    """Plan to destroy `resource` and what needs it, which must not be the one that refuses."""
    terraform = rehearsal.terraform(resource.stack)
    unguarded: dict[str, dict[str, Value]] = {}
    for other in rehearsal.stack(resource.stack).resources:
        if other.address != resource.address and _is_asked(Guard.TERRAFORM, other):
            unguarded.setdefault(other.type_name, {})[other.name] = {"lifecycle": {Guard.TERRAFORM: False}}
    # https://developer.hashicorp.com/terraform/language/files/override
    override = terraform.directory / "override.tf.json"
    override.write_text(json.dumps({"resource": unguarded} if unguarded else {}), encoding="utf-8")
    try:
        return terraform.plan("refused", "-destroy", f"-target={resource.address}").output
    finally:
        override.unlink()


def _destroyed_alone(rehearsal: Rehearsal, resource: Guarded) -> str:
    """Destroy `resource` from a folder of its own, whose state knows nothing else and whose Terraform guards nothing.

    AWS guards the cluster from whoever deletes it, and a destroy of the whole stack would not show it: that one ends
    before it begins where Terraform guards something in the stack, and otherwise destroys the nodes first.
    """
    terraform = rehearsal.terraform(resource.stack)
    directory = terraform.data_directory / f"alone-{resource.address}"
    directory.mkdir(exist_ok=True)
    state = rehearsal.recorded_state(resource.stack)
    only = [it for it in blocks(state, "resources") if _address(it) == resource.address]
    instances = [{**instance, "dependencies": []} for it in only for instance in blocks(it, "instances")]
    documents: dict[str, Mapping[str, Value]] = {
        "main.tf.json": rehearsal.stack(resource.stack).only_provider(resource.address.partition("_")[0]),
        "terraform.tfstate": {
            **state,
            "outputs": {},
            "resources": [{**it, "instances": instances} for it in only],
            "check_results": None,
        },
    }
    for name, document in documents.items():
        (directory / name).write_text(json.dumps(document), encoding="utf-8")
    alone = Terraform(directory, terraform.environment, directory / ".terraform")
    alone.init()
    return alone.destroy()


def _promises(resource: Resource, rehearsal: Rehearsal) -> tuple[Guard, ...]:
    """What the documentation of `deletion_protection` says of a resource, whatever was synthesized for it."""
    match resource.type_name:
        case "aws_eks_cluster":
            return (Guard.TERRAFORM, Guard.AWS)
        case "aws_kms_key":
            return (Guard.TERRAFORM,)
        case "aws_s3_bucket" if text(resource.arguments, "bucket") in rehearsal.state_buckets:
            return (Guard.TERRAFORM,)
        case _:
            return ()


def _is_asked(guard: Guard, resource: Resource) -> bool:
    if guard is Guard.AWS:
        return resource.arguments.get(guard) is True
    lifecycle = mapping(resource.arguments, "lifecycle") or first_block(resource.arguments, "lifecycle")
    return lifecycle.get(guard) is True


def _address(resource: State) -> str:
    return f"{text(resource, 'type')}.{text(resource, 'name')}"
