"""A way in from outside of the cluster for people: an Application Load Balancer that ends TLS."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from config.network.cidr import Cidr, are_everything
from config.platform import Platform
from config.rules.model import Model
from config.rules.problem import Problem
from config.rules.rule import UNIQUE, matching
from config.smoke_test import Hostname

_CERTIFICATE = matching(
    r"^arn:(aws|aws-cn|aws-us-gov):acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$",
    "is not the ARN of a certificate of AWS Certificate Manager",
)
_PREFIX = "alb.ingress.kubernetes.io"


class AlbIngress(Model):
    """An Application Load Balancer in front of it, which ends TLS."""

    hostname: Annotated[Hostname, Field(examples=["argocd.dev.example.com"])]
    """Name under which people reach it."""
    certificate_arn: Annotated[
        str,
        Field(examples=["arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef"]),
        _CERTIFICATE,
    ]
    """Certificate of the load balancer, in the region of the cluster."""
    inbound_cidrs: Annotated[tuple[Cidr, ...], Field(min_length=1, examples=[["192.0.2.0/24"]]), UNIQUE]
    """Ranges that may reach it."""
    scheme: Literal["internal", "internet-facing"] = "internal"
    """Whether it can be reached from outside of the VPC."""


def ingress_problems(ingress: AlbIngress, platform: Platform, *, leads_to: str) -> Iterator[Problem]:
    """What is wrong with a way in; paths start below its key."""
    region = platform.region
    if ingress.certificate_arn.split(":")[1:4:2] != [region.partition, region.name]:
        beginning = f"arn:{region.partition}:acm:{region.name}:"
        remedy = f"is not in {region.name}, where the load balancer is; write one of {beginning}..."
        yield Problem(("certificate_arn",), ingress.certificate_arn, remedy)
    if are_everything(ingress.inbound_cidrs):
        remedy = f"lets the whole internet in to {leads_to}; name your own ranges"
        yield Problem(("inbound_cidrs",), [str(it) for it in ingress.inbound_cidrs], remedy)


def ingress_annotations(ingress: AlbIngress, platform: Platform, *, healthcheck_path: str) -> Mapping[str, str]:
    """What the AWS Load Balancer Controller is told: plain HTTP to the pods, HTTPS and nothing else to people."""
    return {
        f"{_PREFIX}/scheme": ingress.scheme,
        f"{_PREFIX}/target-type": "ip",
        f"{_PREFIX}/backend-protocol": "HTTP",
        f"{_PREFIX}/healthcheck-path": healthcheck_path,
        f"{_PREFIX}/listen-ports": '[{"HTTPS":443}]',
        f"{_PREFIX}/certificate-arn": ingress.certificate_arn,
        f"{_PREFIX}/inbound-cidrs": ",".join(map(str, ingress.inbound_cidrs)),
        # Targets with IPv6 addresses need a load balancer that has both.
        f"{_PREFIX}/ip-address-type": "dualstack" if platform.ip_family == "ipv6" else "ipv4",
    }
