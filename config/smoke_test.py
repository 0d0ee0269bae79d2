"""The smoke test that an environment may ask for."""

from typing import Annotated

from pydantic import Field

from config.rules.model import Model
from config.rules.rule import matching

HOSTNAME_PATTERN = r"^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"
Hostname = Annotated[
    str,
    matching(HOSTNAME_PATTERN, "is no domain name; write one like dev.example.com, in lower case, without a final dot"),
]


class SmokeTest(Model):
    """A web server behind both kinds of load balancer: proves DNS, load balancing and IAM at once."""

    service_hostname: Annotated[Hostname, Field(examples=["smoke-service.dev.example.com"])]
    """Name of the LoadBalancer Service; below one of the environment's hosted zones."""
    ingress_hostname: Annotated[Hostname, Field(examples=["smoke-ingress.dev.example.com"])]
    """Name of the Ingress; below one of the environment's hosted zones."""
