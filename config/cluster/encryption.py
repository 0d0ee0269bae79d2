"""With which key EKS encrypts secrets, and CloudWatch Logs the logs of the control plane."""

from typing import Annotated, Literal

from pydantic import Field

from config.cluster.key_arn import KeyArn
from config.rules.model import Model


class OwnKey(Model):
    """A key of the cluster's own: it rotates each year, and goes with the cluster."""

    key: Literal["own"]
    """A key of the cluster's own."""


class GivenKey(Model):
    """A key that somebody else governs; its policy has to allow what docs/cluster.md lists."""

    key: Literal["given"]
    """A key that somebody else governs."""
    key_arn: KeyArn
    """ARN of the key: symmetric, in the region of the cluster."""


Encryption = Annotated[OwnKey | GivenKey, Field(discriminator="key")]
"""The key of a cluster; EKS can't change it later."""
