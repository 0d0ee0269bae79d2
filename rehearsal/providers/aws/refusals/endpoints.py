"""VPC endpoints that EC2 does not make."""

from collections import Counter

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import text, texts
from rehearsal.providers.aws.refusals.answer import refused
from rehearsal.providers.aws.resource import Refusal, Resource

_INTERFACE = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"
_GATEWAY = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"


def _service_of_another_region(resource: Resource) -> None:
    service = resource.text("service_name")
    known = any(service.startswith(f"{prefix}.{resource.region}.") for prefix in ("com.amazonaws", "cn.com.amazonaws"))
    if service and not known:
        raise _no_endpoint(
            resource, f"InvalidServiceName: The Vpc Endpoint Service '{service}' does not exist", source=_INTERFACE
        )


def _two_subnets_of_a_zone(resource: Resource) -> None:
    subnet_ids = texts(resource.planned, "subnet_ids")
    zones = {subnet_id: text(resource.other("aws_subnet", subnet_id), "availability_zone") for subnet_id in subnet_ids}
    counted = Counter(zone for zone in zones.values() if zone)
    for subnet_id, zone in zones.items():
        if counted[zone] > 1:
            raise _no_endpoint(
                resource,
                "DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of "
                f"{subnet_id}",
                source=_INTERFACE,
            )


def _private_dns_without_names(resource: Resource) -> None:
    vpc = resource.other("aws_vpc", resource.text("vpc_id"))
    if resource.planned.get("private_dns_enabled") is True and vpc:
        off = [name for name in ("enable_dns_support", "enable_dns_hostnames") if vpc.get(name) is False]
        if off:
            raise _no_endpoint(
                resource,
                "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC "
                f"attributes set to true for {resource.text('vpc_id')}",
                source=_INTERFACE,
            )


def _second_of_its_name(resource: Resource) -> None:
    """Two endpoints of a service can't both have its name, nor two gateways a place in one route table."""
    service, vpc_id = resource.text("service_name"), resource.text("vpc_id")
    tables = set(texts(resource.planned, "route_table_ids"))
    for other in resource.all("aws_vpc_endpoint"):
        if (text(other, "service_name"), text(other, "vpc_id")) != (service, vpc_id):
            continue
        if resource.planned.get("private_dns_enabled") is True and other.get("private_dns_enabled") is True:
            raise _no_endpoint(
                resource,
                "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain "
                f"for {service.rpartition('.')[2]}.{resource.region}.amazonaws.com in the VPC {vpc_id}",
                source=_INTERFACE,
            )
        for table in sorted(tables & set(texts(other, "route_table_ids"))):
            raise _no_endpoint(
                resource,
                f"RouteAlreadyExists: route table {table} already has a route with destination-prefix-list-id "
                f"{text(other, 'prefix_list_id')}",
                source=_GATEWAY,
            )


def _no_endpoint(resource: Resource, answer: str, *, source: str) -> RefusedError:
    service = resource.text("service_name")
    return refused(f"creating EC2 VPC Endpoint ({service})", "EC2: CreateVpcEndpoint", answer, source=source)


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_vpc_endpoint": (
        _service_of_another_region,
        _two_subnets_of_a_zone,
        _private_dns_without_names,
        _second_of_its_name,
    ),
}
