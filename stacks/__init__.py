"""One file, one TerraformStack, one state; and what they share."""
