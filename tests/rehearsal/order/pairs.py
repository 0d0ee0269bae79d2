"""What has to be there before something else is made, and stay until that is gone: pairs, with reasons."""

from fnmatch import fnmatchcase
from functools import partial
from typing import NamedTuple


class Thing(NamedTuple):
    """A resource: its stack and its address, in which `*` stands for anything."""

    stack: str
    address: str

    @property
    def type_name(self) -> str:
        """The type of the resource."""
        return self.address.partition(".")[0]

    @property
    def name(self) -> str:
        """The resource for people."""
        return f"{self.stack} {self.address}"

    def matches(self, other: "Thing") -> bool:
        """Whether `other`, in which nothing stands for anything, is meant."""
        return self.stack == other.stack and fnmatchcase(other.address, self.address)


class Pair(NamedTuple):
    """`first` is made before `then`, and deleted after it."""

    first: Thing
    then: Thing
    why: str

    @property
    def crosses_stacks(self) -> bool:
        """Whether the order of the stacks has to see to it, and no edge inside one."""
        return self.first.stack != self.then.stack

    @property
    def name(self) -> str:
        """The pair for people."""
        return f"{self.first.name} and {self.then.name}"


_network = partial(Thing, "dev-network")
_cluster = partial(Thing, "dev-cluster")
_controllers = partial(Thing, "dev-controllers")

GATEWAY = _network("aws_internet_gateway.network_internet-gateway")
FLOW_LOG = _network("aws_flow_log.*")
KEY = _cluster("aws_kms_key.encryption_key")
LOGS = _cluster("aws_cloudwatch_log_group.cluster_logs")
CONTROL_PLANE = _cluster("aws_eks_cluster.cluster_control-plane")
ACCESS_ENTRY = _cluster("aws_eks_access_entry.*")
OIDC_PROVIDER = _cluster("aws_iam_openid_connect_provider.oidc_provider")
VPC_CNI = _cluster("aws_eks_addon.addons-before-nodes_vpc-cni")
EBS_CSI = _cluster("aws_eks_addon.addons-after-nodes_aws-ebs-csi-driver")
NODES = _cluster("aws_eks_node_group.*")
STORAGE_CLASS = _controllers("helm_release.default-storage-class_release")
LOAD_BALANCERS = _controllers("helm_release.aws-load-balancer-controller_helm_release")
EXTERNAL_DNS = _controllers("helm_release.external-dns_helm_release")
RELEASE = _controllers("helm_release.*")
SMOKE_TEST = Thing("dev-smoke-test", "helm_release.*")

_attachment = "aws_iam_role_policy_attachment.{}".format

PAIRS = (
    Pair(GATEWAY, _network("aws_nat_gateway.*"), "a public NAT gateway in a VPC without a way to the internet fails"),
    Pair(_network("aws_iam_role_policy.*"), FLOW_LOG, "a flow log without its permissions delivers nothing"),
    Pair(_network("aws_cloudwatch_log_group.*"), FLOW_LOG, "it would make the group itself, without retention"),
    Pair(KEY, LOGS, "events that were encrypted with a key that is gone can't be read"),
    Pair(KEY, CONTROL_PLANE, "a cluster whose key is gone can't be repaired"),
    Pair(LOGS, CONTROL_PLANE, "EKS would make the group itself, without retention and without the key"),
    Pair(_cluster(_attachment("cluster_service_*")), CONTROL_PLANE, "EKS makes and removes network interfaces"),
    Pair(_cluster("aws_iam_role_policy.cluster_service_policy"), CONTROL_PLANE, "EKS uses the key with this role"),
    Pair(CONTROL_PLANE, ACCESS_ENTRY, "an access entry belongs to a cluster"),
    Pair(CONTROL_PLANE, OIDC_PROVIDER, "the issuer is the cluster's"),
    Pair(OIDC_PROVIDER, _cluster("aws_iam_role.vpc-cni_role"), "a role trusts tokens of a provider that exists"),
    Pair(OIDC_PROVIDER, _cluster("aws_iam_role.ebs-csi_role"), "a role trusts tokens of a provider that exists"),
    Pair(OIDC_PROVIDER, VPC_CNI, "its pods assume their role through the provider"),
    Pair(OIDC_PROVIDER, EBS_CSI, "its pods assume their role through the provider"),
    Pair(_cluster(_attachment("vpc-cni_*")), VPC_CNI, "it gives network interfaces back as long as it runs"),
    Pair(_cluster(_attachment("ebs-csi_*")), EBS_CSI, "it deletes volumes as long as it runs"),
    Pair(CONTROL_PLANE, NODES, "EKS refuses to delete a cluster that has nodes"),
    Pair(VPC_CNI, NODES, "without it no node becomes ready, and network interfaces of nodes stay behind"),
    Pair(_cluster("aws_eks_addon.*_kube-proxy"), NODES, "without it no pod reaches a service"),
    Pair(_cluster("aws_eks_addon.*_eks-pod-identity-agent"), NODES, "a pod that starts before it gets no credentials"),
    Pair(_cluster(_attachment("node_AmazonEKSWorkerNodePolicy")), NODES, "a node joins with this permission"),
    Pair(_cluster(_attachment("node_AmazonEC2ContainerRegistry*")), NODES, "a node pulls images with this permission"),
    Pair(NODES, _cluster("aws_eks_addon.*_coredns"), "without nodes it does not become active"),
    Pair(NODES, EBS_CSI, "without nodes it does not become active"),
    Pair(_controllers(_attachment("aws-load-balancer-*")), LOAD_BALANCERS, "it deletes load balancers while it runs"),
    Pair(_controllers(_attachment("external-dns_*")), EXTERNAL_DNS, "it deletes records while it runs"),
    Pair(STORAGE_CLASS, LOAD_BALANCERS, "a release that asks for a volume gets one"),
    Pair(STORAGE_CLASS, EXTERNAL_DNS, "a release that asks for a volume gets one"),
    Pair(LOAD_BALANCERS, EXTERNAL_DNS, "its webhook refuses every Service while it is not ready"),
    # From here on the order of the stacks decides.
    Pair(_network("aws_route.network_private_*"), NODES, "nodes need a way to the API and to images"),
    Pair(_network("aws_vpc_endpoint.*"), NODES, "the layers of images come from S3"),
    Pair(_network("aws_subnet.network_intra_*"), CONTROL_PLANE, "the control plane has network interfaces there"),
    Pair(ACCESS_ENTRY, RELEASE, "Helm speaks to Kubernetes as this principal"),
    Pair(_cluster("aws_eks_access_policy_association.*"), RELEASE, "without it, Helm may do nothing"),
    Pair(NODES, RELEASE, "controllers clean up behind themselves while they run"),
    Pair(_cluster("aws_eks_addon.*"), RELEASE, "controllers need addresses, names and volumes"),
    Pair(OIDC_PROVIDER, _controllers("aws_iam_role.*"), "a role trusts tokens of a provider that exists"),
    Pair(OIDC_PROVIDER, RELEASE, "controllers assume their roles through the provider"),
    Pair(LOAD_BALANCERS, SMOKE_TEST, "nobody else deletes its load balancers"),
    Pair(EXTERNAL_DNS, SMOKE_TEST, "nobody else deletes its records"),
    Pair(NODES, SMOKE_TEST, "its pods run there"),
)
"""The pairs in dev."""

STATE_BUCKET = "prod-state-bucket"
_bucket = partial(Thing, STATE_BUCKET)

STATE_BUCKET_PAIRS = (
    Pair(
        _bucket("aws_s3_bucket_versioning.*"),
        _bucket("aws_s3_bucket_lifecycle_configuration.*"),
        "rules for old versions mean nothing in a bucket that keeps none",
    ),
    Pair(
        _bucket("aws_s3_bucket_public_access_block.*"),
        _bucket("aws_s3_bucket_policy.*"),
        "S3 aborts one of two such changes that come at once",
    ),
)
"""The pairs in the stack of a state bucket, which dev has none of."""
