"""The cluster of an environment where somebody else made it: what the other stacks know of it."""

from cdktf_cdktf_provider_tls.provider import TlsProvider
from constructs import Construct

from config.cluster.cluster import OidcThumbprint
from config.cluster.existing_cluster import CreatedOidcProvider, OidcProvider
from config.cluster.existing_cluster import ExistingCluster as ExistingClusterSettings
from config.environment import Environment
from config.network.existing_network import ExistingNetwork
from modules.existing_cluster import ExistingCluster
from modules.existing_oidc_provider import ExistingOidcProvider
from modules.oidc_provider import OidcProvider as CreatedProvider
from modules.trust_policies import OidcIdentityProvider
from stacks.contracts import ClusterOutputs, publish
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack


class ExistingClusterStack(PlatformStack):
    """A cluster that is read and checked: the same outputs as of one that is made.

    The IAM OIDC provider of its issuer is all that is made here, where the file asks for it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        settings: ExistingClusterSettings,
        network: ExistingNetwork,
        locations: Locations,
    ) -> None:
        super().__init__(scope, id, kind="cluster", environment=environment, locations=locations)
        region = environment.region
        cluster = ExistingCluster(self, "cluster", settings=settings, vpc_id=network.vpc_id)
        identity = self._identity(settings.oidc_provider, settings.oidc_issuer, cluster.issuer_url)
        self.publication = publish(
            self,
            ClusterOutputs(
                cluster_arn=cluster.arn,
                endpoint=cluster.endpoint,
                certificate_authority_data=cluster.certificate_authority_data,
                security_group_id=cluster.security_group_id,
                oidc_provider_arn=identity.arn,
                oidc_issuer=identity.issuer,
                update_kubeconfig=f"aws eks update-kubeconfig --region {region.name} --name {settings.name}",
            ),
        )

    def _identity(self, provider: OidcProvider, issuer: str, issuer_url: str) -> OidcIdentityProvider:
        if isinstance(provider, CreatedOidcProvider):
            if provider.thumbprint is OidcThumbprint.TLS_CERTIFICATE:
                TlsProvider(self, "tls")
            return CreatedProvider(self, "oidc", issuer_url=issuer_url, thumbprint=provider.thumbprint).identity
        return ExistingOidcProvider(self, "oidc", arn=provider.arn, issuer=issuer.removeprefix("https://")).identity
