"""IAM policies and trusts, compared as AWS reads them: what is allowed more, and what less."""
