"""The smoke test that an environment may ask for."""

from typing import Annotated

from pydantic import Field

from config.model import Model

HOSTNAME_PATTERN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
Hostname = Annotated[str, Field(pattern=HOSTNAME_PATTERN, max_length=253)]


class SmokeTest(Model):
    """A web server behind both kinds of load balancer: proves DNS, load balancing and IAM at once."""

    service_hostname: Hostname
    """Name of the LoadBalancer Service; in one of ExternalDNS's zones."""
    ingress_hostname: Hostname
    """Name of the Ingress; in one of ExternalDNS's zones."""
