"""The schemas of the provider types in use, as data: aws.json, helm.json, tls.json. See PROVENANCE.md beside them."""
