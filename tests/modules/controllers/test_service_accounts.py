"""Which service accounts have a role beside those of controllers and charts."""

from modules.controllers.service_accounts import OF_ADD_ONS
from stacks.cluster import EBS_CSI, VPC_CNI


def test_the_accounts_of_eks_add_ons_are_those_that_the_cluster_stack_gives_roles_to() -> None:
    assert {
        (VPC_CNI.namespace, VPC_CNI.name): "vpc-cni",
        (EBS_CSI.namespace, EBS_CSI.name): "aws-ebs-csi-driver",
    } == OF_ADD_ONS
