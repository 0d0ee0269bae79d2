"""An EKS cluster that somebody else made: read, and compared with what is expected of it."""

import json
from typing import NamedTuple

from cdktf_cdktf_provider_aws.data_aws_eks_cluster import DataAwsEksCluster
from constructs import Construct

from config.cluster.existing_cluster import ExistingCluster as ExistingClusterSettings


class ExistingCluster(Construct):
    """The cluster of this name, if it is the one that the environment file describes.

    A data source answers for whatever has the name today: another version, or another cluster altogether. So each
    attribute that the file gives is a postcondition, and where one does not hold, nothing is handed on.
    """

    def __init__(self, scope: Construct, id: str, *, settings: ExistingClusterSettings, vpc_id: str) -> None:
        super().__init__(scope, id)
        cluster = DataAwsEksCluster(self, "control-plane", name=settings.name)
        expected = (
            _Expected("version", "existing_cluster.version", settings.version),
            _Expected("kubernetes_network_config[0].ip_family", "existing_cluster.ip_family", settings.ip_family),
            _Expected("endpoint", "existing_cluster.endpoint", settings.endpoint),
            _Expected(
                "certificate_authority[0].data",
                "existing_cluster.certificate_authority_data",
                settings.certificate_authority_data,
            ),
            _Expected("identity[0].oidc[0].issuer", "existing_cluster.oidc_issuer", settings.oidc_issuer),
            _Expected("vpc_config[0].vpc_id", "existing_network.vpc_id", vpc_id),
        )
        cluster.add_override("lifecycle.postcondition", [it.condition(settings.name) for it in expected])
        self.arn: str = cluster.arn
        self.endpoint: str = cluster.endpoint
        self.issuer_url: str = cluster.identity.get(0).oidc.get(0).issuer
        self.certificate_authority_data: str = cluster.certificate_authority.get(0).data
        self.security_group_id: str = cluster.vpc_config.get(0).cluster_security_group_id


class _Expected(NamedTuple):
    """What an attribute of the cluster has to be, and the key of the environment file that says so."""

    attribute: str
    key: str
    value: str

    def condition(self, cluster: str) -> dict[str, str]:
        """The postcondition, in Terraform's JSON."""
        return {
            "condition": f"${{self.{self.attribute} == {json.dumps(self.value)}}}",
            "error_message": f"EKS cluster {cluster} has ${{self.{self.attribute}}}, and not what the environment file "
            f"says at {self.key}: find out what has changed, then correct the file.",
        }
