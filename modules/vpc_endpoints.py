"""VPC endpoints: AWS services inside the VPC."""

from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from config.names import ClusterNames
from config.network.endpoint_services import endpoint_service_name
from config.network.vpc_endpoints import EndpointPolicy
from config.regions import Region
from modules.policy_document import PolicyDocument, Statement

_HTTPS = 443


class InterfaceEndpoints(Construct):
    """An interface endpoint for each service, with an address in every private subnet and the service's own name.

    Their security group lets in HTTPS from `ranges` (a role of the range to the range), and nothing else.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        region: Region,
        account_id: str,
        vpc_id: str,
        ranges: Mapping[str, str],
        subnet_ids: Sequence[str],
        services: Sequence[str],
        policy: EndpointPolicy,
    ) -> None:
        super().__init__(scope, id)
        group = SecurityGroup(
            self,
            "security-group",
            name=names.endpoint_security_group,
            description=f"Interface endpoints of the VPC of {names.cluster}",
            vpc_id=vpc_id,
            tags={"Name": names.endpoint_security_group},
        )
        for role, cidr_block in ranges.items():
            VpcSecurityGroupIngressRule(
                self,
                f"https-from-{role}",
                security_group_id=group.id,
                description=f"HTTPS from the {role}",
                cidr_ipv4=cidr_block,
                ip_protocol="tcp",
                from_port=_HTTPS,
                to_port=_HTTPS,
            )
        for service in services:
            VpcEndpoint(
                self,
                f"{service.replace('.', '-')}-endpoint",
                vpc_id=vpc_id,
                vpc_endpoint_type="Interface",
                service_name=endpoint_service_name(service, region),
                subnet_ids=list(subnet_ids),
                security_group_ids=[group.id],
                private_dns_enabled=True,
                policy=endpoint_policy(policy, service, region=region, account_id=account_id),
                tags={"Name": f"{names.cluster}-{service}"},
            )


def endpoint_policy(policy: EndpointPolicy, service: str, *, region: Region, account_id: str) -> str | None:
    """The policy of the endpoint of a service; None for AWS's default, which allows everything."""
    if policy is EndpointPolicy.FULL_ACCESS:
        return None
    own_account: Statement = {
        "Sid": "OnlyPrincipalsOfThisAccount",
        "Effect": "Allow",
        "Principal": "*",
        # IAM decides what they may do: here it is about who.
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account_id}},
    }
    return PolicyDocument(own_account, *_without_principal(service, region, account_id)).json()


def _without_principal(service: str, region: Region, account_id: str) -> list[Statement]:
    """Requests that no principal of the account signs."""
    partition = region.partition
    if service == "sts":
        return [
            {
                # A service account shows its token, and is nobody in IAM until it has its role.
                "Sid": "ServiceAccountsAssumeRolesOfThisAccount",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Resource": f"arn:{partition}:iam::{account_id}:role/*",
            }
        ]
    if service == "s3":
        return [
            {
                # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html: signed by ECR.
                "Sid": "LayersOfImagesInEcr",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": f"arn:{partition}:s3:::prod-{region.name}-starport-layer-bucket/*",
            }
        ]
    return []
