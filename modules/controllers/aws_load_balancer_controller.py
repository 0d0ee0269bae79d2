"""AWS Load Balancer Controller: makes the load balancers that Services and Ingresses ask for."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import Chart, ClusterFacts, Controller, Installation, KubernetesVersions, Values
from modules.controllers.pods import requests
from modules.policies.vendored import Patch, vendored_policy
from modules.policy_document import PolicyDocument

_CHART = Chart(repository="https://aws.github.io/eks-charts", name="aws-load-balancer-controller", version="3.5.0")
_DOCS = "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest"


# TLS 1.2 and 1.3, which AWS recommends. The API's own default takes TLS 1.0, too.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
# Services without a VPC endpoint in most regions, which it would otherwise ask about each load balancer.
# https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
_WITHOUT_INTERNET: Values = {"enableShield": False, "enableWaf": False, "enableWafv2": False}


class AwsLoadBalancerControllerOptions(ControllerOptions):
    """Options of the AWS Load Balancer Controller."""

    replica_count: Annotated[int, Field(ge=1, le=10)] = 2
    """Replicas; one leads, the others wait."""


def _policies(_options: AwsLoadBalancerControllerOptions, cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    return {
        "load-balancing": vendored_policy(
            # Chart and controller have had the same version since 3.0.0, so one pin serves both.
            f"aws-load-balancer-controller-{_CHART.version}.json",
            partition=cluster.platform.region.partition,
            patches=[_only_security_groups_of_the_vpc(cluster.vpc_arn)],
        )
    }


def _only_security_groups_of_the_vpc(vpc_arn: str) -> Patch:
    """Upstream lets it change every security group of the account; its installation guide advises this bound."""
    return Patch(
        actions=("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
        condition={"ArnEquals": {"ec2:Vpc": vpc_arn}},
    )


# The default of the chart, which it leaves out as soon as it is given any affinity.
_ON_NODES_OF_THEIR_OWN = {
    "preferredDuringSchedulingIgnoredDuringExecution": [
        {
            "weight": 100,
            "podAffinityTerm": {
                "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "aws-load-balancer-controller"}},
                "topologyKey": "kubernetes.io/hostname",
            },
        }
    ]
}


def _values(installation: Installation[AwsLoadBalancerControllerOptions]) -> Values:
    platform = installation.cluster.platform
    return {
        "clusterName": platform.cluster_name,
        # Pods can't ask the instance metadata: one hop is not enough for them.
        "region": platform.region.name,
        "vpcId": installation.cluster.vpc_id,
        "replicaCount": installation.options.replica_count,
        # While no replica is there, nobody can make a Service. With a single one the chart makes no budget.
        "podDisruptionBudget": {"maxUnavailable": 1},
        "resources": requests("100m", "128Mi"),
        # Else each upgrade makes a new certificate that the running pods do not know yet.
        "keepTLSSecret": True,
        "defaultSSLPolicy": _TLS_POLICY,
        # Load balancers are made by the controller, where Terraform's default tags do not reach.
        "defaultTags": dict(installation.cluster.tags),
        "serviceAccount": installation.service_account,
        **({"affinity": {"podAntiAffinity": _ON_NODES_OF_THEIR_OWN}} if installation.stays_off else {}),
        **(_WITHOUT_INTERNET if platform.isolated else {}),
    }


AWS_LOAD_BALANCER_CONTROLLER = Controller(
    name="aws-load-balancer-controller",
    namespace="kube-system",
    chart=_CHART,
    options=AwsLoadBalancerControllerOptions,
    kubernetes=KubernetesVersions(oldest="1.22", source=f"{_DOCS}/deploy/installation/"),
    policies=_policies,
    policies_for=_CHART.version,
    values=_values,
    secret_values={"webhookTLS.key": "leave it out: the chart makes a key, and keeps it"},
    aws_services=("ec2", "elasticloadbalancing", "sts"),
    # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4140
    admits=("Service", "Ingress"),
    done_by_auto_mode="makes load balancers",
)
