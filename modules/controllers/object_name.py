"""Names of Kubernetes objects that an environment file may give."""

from typing import Annotated

from config.rules.rule import matching

ObjectName = Annotated[
    str,
    matching(
        "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", "is no name; write at most 63 lower case letters, digits and hyphens"
    ),
]
"""A DNS label, which is a name for every kind: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/."""
