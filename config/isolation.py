"""What must be true of an environment whose network has no way to the internet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from config.controllers.image_registry import why_out_of_reach
from config.network.endpoint_services import WITHOUT_ENDPOINT
from config.network.vpc_endpoints import NoInterfaceEndpoints, VpcEndpoints
from config.rules.draft import Draft
from config.rules.problem import PARENT, Absent, Problem

_ISOLATED = "network.internet_gateway is none"


def nat_gateway_problems(mode: str | None) -> Iterator[Problem]:
    """A NAT gateway in a network without an internet gateway. For the field beside `nat_gateway`."""
    if mode not in {None, "none"}:
        remedy = "needs an internet gateway; write {mode: none}, or attached for internet_gateway"
        yield Problem((PARENT, "nat_gateway", "mode"), mode, remedy)


def endpoint_problems(endpoints: VpcEndpoints) -> Iterator[Problem]:
    """Endpoints without which nothing starts in a network without an internet gateway."""
    if isinstance(endpoints.interface, NoInterfaceEndpoints):
        remedy = f"leaves nodes without the AWS services that they call, as {_ISOLATED}; write derived"
        yield Problem(("interface", "mode"), endpoints.interface.mode, remedy)
    if "s3" not in endpoints.gateway:
        remedy = f"must have s3, as {_ISOLATED}: the layers of images come from there"
        yield Problem(("gateway",), endpoints.gateway, remedy)


def public_access_problems(public: bool, draft: Draft) -> Iterator[Problem]:  # noqa: FBT001 - AWS's own argument
    """A public endpoint of a cluster that nobody is to reach from outside."""
    if public and draft.isolated:
        remedy = (
            f"does not go with a private cluster ({_ISOLATED}); write false, and run Terraform and kubectl inside the "
            "VPC or in a network that it is connected to, let in by cluster.security_group_ingress_rules"
        )
        yield Problem((), public, remedy)


def thumbprint_problems(thumbprint: str, draft: Draft) -> Iterator[Problem]:
    """A certificate that Terraform can't read: https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html."""
    # A network without a way to the internet must have the endpoints, even where the file does not ask for them yet.
    if thumbprint == "tls-certificate" and (draft.interface_endpoints or draft.isolated):
        remedy = (
            "is read by Terraform from the issuer, whose name does not resolve inside a VPC with an endpoint for eks; "
            "write left-out: IAM gets it by itself"
        )
        yield Problem((), thumbprint, remedy)


def service_problems(
    controller: str, services: Iterable[str], options: Mapping[str, object], draft: Draft
) -> Iterator[Problem]:
    """A controller that calls a service which can't be reached without the internet."""
    if draft.isolated:
        for service in services:
            if service in WITHOUT_ENDPOINT:
                remedy = (
                    f"{controller} calls {WITHOUT_ENDPOINT[service]}, which has no VPC endpoint, and {_ISOLATED}; "
                    "leave the controller out, or give the network an internet gateway"
                )
                yield Problem((), options, remedy)


def registry_problems(image_registry: str | None, draft: Draft) -> Iterator[Problem]:
    """A registry that no node can reach. For the field `image_registry`."""
    if draft.isolated and image_registry is not None and draft.region is not None:
        why = why_out_of_reach(image_registry, draft.region)
        if why is not None:
            remedy = (
                f"{why}, and {_ISOLATED}; write a registry that nodes reach, such as "
                f"111122223333.dkr.ecr.{draft.region.name}.{draft.region.dns_suffix}"
            )
            yield Problem((), image_registry, remedy)


def image_problems(installed: Sequence[str], image_registry: str | None, draft: Draft) -> Iterator[Problem]:
    """Controllers or charts whose images no node can get. For the field `controllers`, or `charts`."""
    if draft.isolated and installed and image_registry is None:
        remedy = (
            f"write where nodes get the images of {', '.join(installed)}, such as image_registry: "
            f"111122223333.dkr.ecr.eu-central-1.amazonaws.com; {_ISOLATED}"
        )
        yield Problem((PARENT, "image_registry"), Absent.MISSING, remedy)


def smoke_test_problems(hostname: str, draft: Draft) -> Iterator[Problem]:
    """A smoke test, which is about names in Route 53 and load balancers that somebody reaches."""
    if draft.isolated:
        remedy = f"needs ExternalDNS, and so Route 53, which can't be reached: {_ISOLATED}; leave smoke_test out"
        yield Problem(("service_hostname",), hostname, remedy)
