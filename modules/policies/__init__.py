"""IAM policies of others, kept as they are, with the version of the software they belong to in the file's name."""
