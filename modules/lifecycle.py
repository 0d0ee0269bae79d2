"""Terraform's lifecycle rules, by what they are for."""

from cdktf import TerraformResourceLifecycle


def protected(prevent_destroy: bool) -> TerraformResourceLifecycle | None:  # noqa: FBT001 - Terraform's own argument
    """Refuse any plan that would destroy the resource, or nothing."""
    return TerraformResourceLifecycle(prevent_destroy=True) if prevent_destroy else None


def left_before_destroyed() -> TerraformResourceLifecycle:
    """Destroy the resource behind the updates of those that use it, and not before them, as Terraform else would."""
    return TerraformResourceLifecycle(create_before_destroy=True)
