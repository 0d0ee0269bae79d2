"""The Amazon VPC CNI: what its service account may do, and how it gives addresses to pods."""

from collections.abc import Mapping, Sequence

from config.cluster.vpc_cni import IpFamily, VpcCni
from config.regions import Region
from modules.policy_document import PolicyDocument


def managed_policy_arns(ip_family: IpFamily, region: Region) -> Sequence[str]:
    """AWS's own policies for it, of which there is none for IPv6."""
    return [region.managed_policy_arn("AmazonEKS_CNI_Policy")] if ip_family == "ipv4" else []


def policies(ip_family: IpFamily, *, region: Region, account_id: str) -> Mapping[str, PolicyDocument]:
    """Our own policies for it: the one for IPv6 of https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.21.1/docs/iam-policy.md.

    What has a resource level is narrowed to this account and region.
    """
    if ip_family == "ipv4":
        return {}
    ec2 = f"arn:{region.partition}:ec2:{region.name}:{account_id}"
    return {
        "ipv6": PolicyDocument(
            {
                "Sid": "GivePrefixesToNodes",
                "Effect": "Allow",
                "Action": ["ec2:AssignIpv6Addresses", "ec2:CreateTags"],
                "Resource": f"{ec2}:network-interface/*",
            },
            {
                "Sid": "AttendToInterfacesOfNodes",
                "Effect": "Allow",
                "Action": "ec2:ModifyNetworkInterfaceAttribute",
                "Resource": [f"{ec2}:{kind}/*" for kind in ("instance", "network-interface", "security-group")],
            },
            {
                # None of these has a resource level.
                "Sid": "FindNodesAndTheirSubnets",
                "Effect": "Allow",
                "Action": [
                    "ec2:DescribeInstances",
                    "ec2:DescribeInstanceTypes",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSubnets",
                    "ec2:DescribeTags",
                ],
                "Resource": "*",
            },
        )
    }


def configuration(
    settings: VpcCni, *, region: Region, pod_subnet_ids: Mapping[str, str], security_group_id: str
) -> Mapping[str, object]:
    """The configuration values of the EKS add-on; none where everything is as the CNI has it by itself.

    Environment variables are text, and the add-on knows no others (`aws eks describe-addon-configuration`). With
    subnets for pods (zone to id) it makes an ENIConfig for each zone, which a node finds by the label of its own.
    """
    environment: dict[str, str] = {}
    if settings.enable_prefix_delegation:
        environment["ENABLE_PREFIX_DELEGATION"] = "true"
    if settings.warm_prefix_target is not None:
        environment["WARM_PREFIX_TARGET"] = str(settings.warm_prefix_target)
    values: dict[str, object] = {}
    if pod_subnet_ids:
        environment["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"] = "true"
        environment["ENI_CONFIG_LABEL_DEF"] = "topology.kubernetes.io/zone"
        subnets = {
            zone: {"id": subnet_id, "securityGroups": [security_group_id]} for zone, subnet_id in pod_subnet_ids.items()
        }
        values["eniConfig"] = {"create": True, "region": region.name, "subnets": subnets}
    return {"env": environment, **values} if environment else {}
