"""How Terraform's Helm provider reaches a cluster."""

from cdktf import Fn
from cdktf_cdktf_provider_helm.provider import HelmProvider, HelmProviderKubernetes, HelmProviderKubernetesExec

from stacks.contracts import ClusterOutputs
from stacks.platform_stack import PlatformStack


def use_helm(stack: PlatformStack, cluster: ClusterOutputs) -> None:
    """Configure Helm for `stack` from what another state published, never from resources of the same apply.

    Credentials are a token that the AWS CLI gets at each run; none is ever stored in a state.
    """
    region, cluster_name = stack.environment.region.name, stack.environment.cluster_name
    HelmProvider(
        stack,
        "helm",
        kubernetes=HelmProviderKubernetes(
            host=cluster.endpoint,
            cluster_ca_certificate=Fn.base64decode(cluster.certificate_authority_data),
            exec=HelmProviderKubernetesExec(
                api_version="client.authentication.k8s.io/v1beta1",
                command="aws",
                args=["eks", "get-token", "--region", region, "--cluster-name", cluster_name, "--output", "json"],
            ),
        ),
    )
