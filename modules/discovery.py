"""The tag by which node classes that a team writes itself may find what belongs to a cluster."""

DISCOVERY_TAG = "karpenter.sh/discovery"
"""On the private subnets and on exactly one security group: the one that EKS makes. Its value is the cluster's name."""
