"""A whole deploy by the real Terraform core, offline: simulated providers and a simulated S3 around synthesized stacks.

It reads files that were written and never imports what wrote them. See docs/adr/0008-simulated-providers.md.
"""
