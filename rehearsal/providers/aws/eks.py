"""EKS: control plane, access, nodes, EKS add-ons, pod identities."""

import base64
from dataclasses import replace

from rehearsal.engine.provider import Traits
from rehearsal.engine.values import State, first_block, text, texts
from rehearsal.providers.aws.addon_versions import NEWEST_KUBERNETES, addon_version
from rehearsal.providers.aws.resource import TIMESTAMP, Resource, ResourceType


def _cluster(resource: Resource) -> State:
    name = resource.text("name")
    unique = resource.digest("cluster")[:32].upper()
    suffix = resource.account.partition.dns_suffix
    subnet_ids = texts(first_block(resource.planned, "vpc_config"), "subnet_ids")
    vpc_ids = [text(resource.other("aws_subnet", subnet_id), "vpc_id") for subnet_id in subnet_ids]
    certificate = f"-----BEGIN CERTIFICATE-----\n{unique}\n-----END CERTIFICATE-----\n"
    return {
        "id": name,
        "arn": resource.arn("eks", f"cluster/{name}"),
        "access_config": [{"authentication_mode": "CONFIG_MAP"}],
        "certificate_authority": [{"data": base64.b64encode(certificate.encode()).decode()}],
        "created_at": TIMESTAMP,
        "endpoint": f"https://{unique}.gr7.{resource.region}.{_endpoint_suffix(resource)}",
        "identity": [{"oidc": [{"issuer": f"https://oidc.eks.{resource.region}.{suffix}/id/{unique}"}]}],
        "kubernetes_network_config": [_network_config(resource)],
        "platform_version": _platform_version(resource),
        "status": "ACTIVE",
        "upgrade_policy": [{"support_type": "EXTENDED"}],
        "version": NEWEST_KUBERNETES,
        "vpc_config": [
            {
                "cluster_security_group_id": resource.identifier("sg"),
                "public_access_cidrs": ["0.0.0.0/0"],
                "vpc_id": next(filter(None, vpc_ids), resource.identifier("vpc")),
            }
        ],
    }


def _is_ipv6(resource: Resource) -> bool:
    return text(first_block(resource.planned, "kubernetes_network_config"), "ip_family") == "ipv6"


def _network_config(resource: Resource) -> State:
    if not _is_ipv6(resource):
        return {"ip_family": "ipv4", "service_ipv4_cidr": "172.20.0.0/16"}
    # A unique local range: https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html.
    digits = resource.digest("services")
    return {"service_ipv4_cidr": "", "service_ipv6_cidr": f"fd{digits[:2]}:{digits[2:6]}:{digits[6:10]}::/108"}


def _endpoint_suffix(resource: Resource) -> str:
    """Of dual-stack endpoints in IPv6 clusters: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html."""
    if not _is_ipv6(resource):
        return f"eks.{resource.account.partition.dns_suffix}"
    return "api.amazonwebservices.com.cn" if resource.account.partition.name == "aws-cn" else "api.aws"


def _remembered(known: State, found: State) -> State:
    """EKS does not tell how a cluster was begun, and the provider has its own idea of one that was imported.

    Source: https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/eks/cluster.go, the read.
    """
    addons, creator = "bootstrap_self_managed_addons", "bootstrap_cluster_creator_admin_permissions"
    access = first_block(found, "access_config")
    if not text(known, "name"):
        return {**found, addons: False, "access_config": [{**access, creator: True}]}
    known_access = first_block(known, "access_config")
    return {
        **found,
        addons: known.get(addons, found.get(addons)),
        "access_config": [{**access, creator: known_access.get(creator, access.get(creator))}],
    }


def _platform_version(resource: Resource) -> str:
    """One more with each version of Kubernetes."""
    before = text(resource.change.prior or {}, "platform_version").removeprefix("eks.")
    return f"eks.{int(before) + 1 if before else 1}"


def _access_entry(resource: Resource) -> State:
    cluster, principal = resource.text("cluster_name"), resource.text("principal_arn")
    kind, _, name = principal.rpartition(":")[2].partition("/")
    user = f"{principal}/{{{{SessionName}}}}".replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")
    return {
        "id": f"{cluster}:{principal}",
        "access_entry_arn": resource.arn(
            "eks", f"access-entry/{cluster}/{kind}/{resource.account.id}/{name}/{resource.uuid()}"
        ),
        "created_at": TIMESTAMP,
        "modified_at": resource.modified_at(),
        "user_name": user if kind == "role" else principal,
    }


def _access_policy_association(resource: Resource) -> State:
    parts = [resource.text(name) for name in ("cluster_name", "principal_arn", "policy_arn")]
    return {"id": "#".join(parts), "associated_at": TIMESTAMP, "modified_at": TIMESTAMP}


def _node_group(resource: Resource) -> State:
    cluster = resource.text("cluster_name")
    name = resource.text("node_group_name") or resource.text("node_group_name_prefix") + resource.digits(26)
    unique = resource.uuid()
    template = resource.other("aws_launch_template", text(first_block(resource.planned, "launch_template"), "id"))
    version = resource.text("version") or text(resource.other("aws_eks_cluster", cluster), "version")
    return {
        "id": f"{cluster}:{name}",
        "ami_type": "AL2023_x86_64_STANDARD",
        "arn": resource.arn("eks", f"nodegroup/{cluster}/{name}/{unique}"),
        "capacity_type": "ON_DEMAND",
        "disk_size": 0 if template else 20,
        "instance_types": ["t3.medium"],
        "launch_template": [{"name": text(template, "name")}],
        "node_group_name": name,
        "release_version": f"{version}.0-20260101",
        "resources": [
            {"autoscaling_groups": [{"name": f"eks-{name}-{unique}"}], "remote_access_security_group_id": ""}
        ],
        "status": "ACTIVE",
        "version": version,
    }


def _fargate_profile(resource: Resource) -> State:
    cluster, name = resource.text("cluster_name"), resource.text("fargate_profile_name")
    return {
        "id": f"{cluster}:{name}",
        "arn": resource.arn("eks", f"fargateprofile/{cluster}/{name}/{resource.uuid()}"),
        "status": "ACTIVE",
    }


def _addon(resource: Resource) -> State:
    cluster, name = resource.text("cluster_name"), resource.text("addon_name")
    return {
        "id": f"{cluster}:{name}",
        "addon_version": addon_version(name, text(resource.other("aws_eks_cluster", cluster), "version")),
        "arn": resource.arn("eks", f"addon/{cluster}/{name}/{resource.uuid()}"),
        "created_at": TIMESTAMP,
        "modified_at": resource.modified_at(),
    }


def _pod_identity_association(resource: Resource) -> State:
    association_id = f"a-{resource.digest('association')[:17]}"
    path = f"podidentityassociation/{resource.text('cluster_name')}/{association_id}"
    return {
        "id": association_id,
        "association_arn": resource.arn("eks", path),
        "association_id": association_id,
    }


def _recomputed_by(*arguments: str, computed: str) -> Traits:
    """Of types in which a change of one of these arguments changes a computed attribute."""

    def recomputed(prior: State, wanted: State) -> tuple[str, ...]:
        follows = wanted.get(computed) == prior.get(computed)  # nobody has configured it
        return (computed,) if follows and any(wanted.get(name) != prior.get(name) for name in arguments) else ()

    return Traits(recomputed=recomputed)


EKS_TYPES = {
    "aws_eks_cluster": ResourceType(
        _cluster, replace(_recomputed_by("version", computed="platform_version"), remembered=_remembered)
    ),
    "aws_eks_access_entry": ResourceType(
        _access_entry, _recomputed_by("kubernetes_groups", "user_name", computed="modified_at")
    ),
    "aws_eks_access_policy_association": ResourceType(_access_policy_association),
    "aws_eks_node_group": ResourceType(
        _node_group, _recomputed_by("version", "launch_template", computed="release_version")
    ),
    "aws_eks_fargate_profile": ResourceType(_fargate_profile),
    "aws_eks_addon": ResourceType(
        _addon,
        _recomputed_by(
            "addon_version",
            "configuration_values",
            "pod_identity_association",
            "service_account_role_arn",
            computed="modified_at",
        ),
    ),
    "aws_eks_pod_identity_association": ResourceType(_pod_identity_association),
}
