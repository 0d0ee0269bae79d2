"""The IAM OIDC provider of a cluster: what lets IAM trust the service accounts' tokens."""

from cdktf import Fn
from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from cdktf_cdktf_provider_tls.data_tls_certificate import DataTlsCertificate
from constructs import Construct

from config.cluster.cluster import OidcThumbprint
from modules.trust_policies import STS_AUDIENCE, OidcIdentityProvider


class OidcProvider(Construct):
    """An IAM OIDC provider for the cluster's issuer.

    The thumbprint is that of the first certificate of `tls_certificate`, which lists the top of the chain first; IAM
    wants the top intermediate one (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html).
    """

    def __init__(self, scope: Construct, id: str, *, issuer_url: str, thumbprint: OidcThumbprint) -> None:
        super().__init__(scope, id)
        provider = IamOpenidConnectProvider(
            self,
            "provider",
            url=issuer_url,
            client_id_list=[STS_AUDIENCE],
            thumbprint_list=self._thumbprints(issuer_url, thumbprint),
        )
        self.identity = OidcIdentityProvider(arn=provider.arn, issuer=Fn.replace(issuer_url, "https://", ""))

    def _thumbprints(self, issuer_url: str, thumbprint: OidcThumbprint) -> list[str] | None:
        if thumbprint is OidcThumbprint.LEFT_OUT:
            return None  # an empty list would be a wish for no thumbprint, which IAM refuses
        certificate = DataTlsCertificate(self, "issuer-certificate", url=issuer_url)
        return [certificate.certificates.get(0).sha1_fingerprint]
