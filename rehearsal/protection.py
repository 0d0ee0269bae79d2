"""What refuses to be destroyed, and proof that it does."""

from dataclasses import dataclass

from rehearsal.engine.values import first_block, mapping, text
from rehearsal.failure import DifferenceError
from rehearsal.rehearsal import Rehearsal
from rehearsal.stack import Resource
from rehearsal.terraform import TerraformError

_REFUSAL = "Instance cannot be destroyed"
"""The words in which Terraform refuses a plan, so that another failure is not taken for it."""


@dataclass(frozen=True)
class Guarded:
    """A resource that must not be destroyed."""

    stack: str
    address: str


def guarded(rehearsal: Rehearsal, *, promised: bool) -> list[Guarded]:
    """What is guarded in any stack; with `promised` also what an environment's `deletion_protection` promises."""
    return [
        Guarded(stack, resource.address)
        for stack in rehearsal.stacks
        for resource in rehearsal.stack(stack).resources
        if _is_guarded(resource) or (promised and _ought_to_be(resource, rehearsal))
    ]


def prove_refusal(rehearsal: Rehearsal, resource: Guarded) -> None:
    """Try to destroy `resource`, and see it refused with nothing destroyed.

    Raises:
        DifferenceError: it could have been destroyed.
    """
    before = set(rehearsal.inventory)
    try:
        plan = rehearsal.terraform(resource.stack).plan("refused", "-destroy", f"-target={resource.address}")
    except TerraformError as error:
        if _REFUSAL not in error.output:
            raise
    else:
        raise DifferenceError(f"{resource.address} can be destroyed, although deletion_protection is on", plan.output)
    gone = before - set(rehearsal.inventory)
    if gone:
        lost = ", ".join(f"{key.type_name} {key.id}" for key in gone)
        raise DifferenceError(f"{resource.address} refuses to be destroyed, but took this along: {lost}")


def _is_guarded(resource: Resource) -> bool:
    lifecycle = mapping(resource.arguments, "lifecycle") or first_block(resource.arguments, "lifecycle")
    return lifecycle.get("prevent_destroy") is True


def _ought_to_be(resource: Resource, rehearsal: Rehearsal) -> bool:
    """Whether the documentation of `deletion_protection` promises it, whatever was synthesized."""
    return resource.type_name == "aws_kms_key" or (
        resource.type_name == "aws_s3_bucket" and text(resource.arguments, "bucket") in rehearsal.state_buckets
    )
