"""Terraform's lifecycle rules, by what they are for."""

from cdktf import TerraformResourceLifecycle


def protected(prevent_destroy: bool) -> TerraformResourceLifecycle | None:  # noqa: FBT001 - Terraform's own argument
    """Refuse any plan that would destroy the resource, or nothing."""
    return TerraformResourceLifecycle(prevent_destroy=True) if prevent_destroy else None
