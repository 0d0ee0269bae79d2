"""What people want to know of their environments, read from files that synthesis or Terraform wrote."""
