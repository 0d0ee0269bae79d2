"""The VPC endpoints of a network of our own: how AWS services are reached without the internet."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from config.network.endpoint_services import GATEWAY_SERVICES, WITHOUT_ENDPOINT
from config.rules.model import Model
from config.rules.problem import Problem
from config.rules.rule import UNIQUE, Rule

_PATTERN = r"^[a-z0-9]+([.-][a-z0-9]+)*$"


def _service_problems(service: str) -> Iterator[Problem]:
    if service in GATEWAY_SERVICES:
        yield Problem((), service, "is reached through a gateway endpoint; write it in vpc_endpoints.gateway")
    elif service in WITHOUT_ENDPOINT:
        yield Problem((), service, "has no VPC endpoint; leave it out")
    elif not re.fullmatch(_PATTERN, service) or service.startswith(("com.amazonaws", "cn.com.amazonaws")):
        remedy = "is no service; write the end of its endpoint's name, such as sqs for com.amazonaws.eu-central-1.sqs"
        yield Problem((), service, remedy)


class EndpointPolicy(StrEnum):
    """Who may use the endpoints: AWS asks this beside what IAM allows."""

    OWN_ACCOUNT = "own-account"
    """The roles and users of the environment's account, so that no foreign credentials carry data out."""
    FULL_ACCESS = "full-access"
    """Everybody, which is AWS's own default."""


class NoInterfaceEndpoints(Model):
    """No interface endpoint: AWS services are reached over the internet, through NAT."""

    mode: Literal["none"]
    """No interface endpoint."""


class DerivedInterfaceEndpoints(Model):
    """An interface endpoint for each AWS service that nodes, EKS add-ons, controllers and Terraform call."""

    mode: Literal["derived"]
    """One for each service that this environment calls, in every zone; AWS charges by the hour for each."""
    additional_services: Annotated[
        tuple[Annotated[str, Field(examples=["sqs"]), Rule(_service_problems, {"pattern": _PATTERN})], ...], UNIQUE
    ] = ()
    """Services that workloads call besides, by the end of the endpoint's name, such as `sqs` or `secretsmanager`."""
    policy: EndpointPolicy = EndpointPolicy.OWN_ACCOUNT
    """Who may use the endpoints, the gateways among them."""


InterfaceEndpoints = Annotated[NoInterfaceEndpoints | DerivedInterfaceEndpoints, Field(discriminator="mode")]


class VpcEndpoints(Model):
    """The endpoints of the VPC."""

    gateway: Annotated[tuple[Literal["s3", "dynamodb"], ...], UNIQUE] = ("s3",)
    """Services with a gateway endpoint, which costs nothing; the layers of ECR's images come from `s3`."""
    interface: InterfaceEndpoints = NoInterfaceEndpoints(mode="none")
    """Interface endpoints: addresses of AWS services in the private subnets."""
