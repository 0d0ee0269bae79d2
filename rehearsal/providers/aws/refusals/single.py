"""What there may only be one of, though it has no name: AWS would give a second one another id."""

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import text, texts
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, refused
from rehearsal.providers.aws.resource import Refusal, Resource


def _association_of_route_table(resource: Resource) -> None:
    """A subnet, or a gateway, has one route table."""
    table_id = resource.text("route_table_id")
    for end in ("subnet_id", "gateway_id"):
        associated = resource.text(end)
        others = resource.all("aws_route_table_association")
        if associated and any(text(other, end) == associated for other in others):
            raise refused(
                f"creating Route Table ({table_id}) Association",
                "EC2: AssociateRouteTable",
                f"Resource.AlreadyAssociated: the specified association for route table {table_id} conflicts with an "
                "existing association",
                source=EC2_ERRORS,
            )


def _internet_gateway(resource: Resource) -> None:
    """The second one of a VPC is made, but can't be attached to it."""
    gateway_id, vpc_id = resource.text("id"), resource.text("vpc_id")
    gateways = (gateway for gateway in resource.all("aws_internet_gateway") if text(gateway, "vpc_id") == vpc_id)
    if vpc_id and any(text(gateway, "id") != gateway_id for gateway in gateways):
        raise refused(
            f"creating EC2 Internet Gateway: attaching EC2 Internet Gateway ({gateway_id}) to VPC ({vpc_id})",
            "EC2: AttachInternetGateway",
            f"InvalidParameterValue: Network {vpc_id} already has an internet gateway attached",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
        )


def _endpoint(resource: Resource) -> None:
    service = resource.text("service_name")
    for table_id in texts(resource.planned, "route_table_ids"):
        _way_to_service(resource, f"creating EC2 VPC Endpoint ({service})", "CreateVpcEndpoint", table_id, service)


def _endpoint_of_route_table(resource: Resource) -> None:
    endpoint_id, table_id = resource.text("vpc_endpoint_id"), resource.text("route_table_id")
    service = text(resource.other("aws_vpc_endpoint", endpoint_id), "service_name")
    doing = f"creating VPC Endpoint Route Table Association ({endpoint_id}/{table_id})"
    _way_to_service(resource, doing, "ModifyVpcEndpoint", table_id, service)


def _way_to_service(resource: Resource, doing: str, operation: str, table_id: str, service: str) -> None:
    """A route table leads to a service through one gateway endpoint."""
    for endpoint in resource.all("aws_vpc_endpoint"):
        associations = resource.all("aws_vpc_endpoint_route_table_association")
        associated = [(text(it, "vpc_endpoint_id"), text(it, "route_table_id")) for it in associations]
        is_in_table = table_id in texts(endpoint, "route_table_ids") or (text(endpoint, "id"), table_id) in associated
        if is_in_table and text(endpoint, "service_name") == service:
            raise refused(
                doing,
                f"EC2: {operation}",
                f"RouteAlreadyExists: route table {table_id} already has a route with destination-prefix-list-id "
                f"{text(endpoint, 'prefix_list_id')}",
                source="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
            )


def _flow_log(resource: Resource) -> None:
    wanted = [resource.text(name) for name in _FLOW_LOG]
    if any([text(other, name) for name in _FLOW_LOG] == wanted for other in resource.all("aws_flow_log")):
        observed = next(filter(None, map(resource.text, _FLOW_LOG_OF)), "")
        # CreateFlowLogs succeeds as a request; what was not made stands in its answer.
        raise RefusedError(
            f"creating Flow Log ({observed}): {observed}: FlowLogAlreadyExists: Error. There is an existing Flow Log "
            "with the same configuration and log destination.",
            f"See {EC2_ERRORS}",
        )


_FLOW_LOG_OF = ("vpc_id", "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id")
_FLOW_LOG = (*_FLOW_LOG_OF, "log_destination", "traffic_type")

ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_flow_log": (_flow_log,),
    "aws_route_table_association": (_association_of_route_table,),
    "aws_vpc_endpoint": (_endpoint,),
    "aws_vpc_endpoint_route_table_association": (_endpoint_of_route_table,),
}
NOT_READY: dict[str, tuple[Refusal, ...]] = {"aws_internet_gateway": (_internet_gateway,)}
