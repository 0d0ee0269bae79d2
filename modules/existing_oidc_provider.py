"""An IAM OIDC provider that somebody else made."""

from cdktf_cdktf_provider_aws.data_aws_iam_openid_connect_provider import DataAwsIamOpenidConnectProvider
from constructs import Construct

from modules.trust_policies import STS_AUDIENCE, OidcIdentityProvider


class ExistingOidcProvider(Construct):
    """The provider with this ARN, if it takes the tokens that EKS projects for IAM."""

    def __init__(self, scope: Construct, id: str, *, arn: str, issuer: str) -> None:
        super().__init__(scope, id)
        provider = DataAwsIamOpenidConnectProvider(self, "provider", arn=arn)
        provider.add_override(
            "lifecycle.postcondition",
            [
                {
                    "condition": f'${{contains(self.client_id_list, "{STS_AUDIENCE}")}}',
                    "error_message": f"IAM OIDC provider {arn} does not take tokens for {STS_AUDIENCE}, so that no "
                    "service account gets a role: have its owner add this audience.",
                }
            ],
        )
        self.identity = OidcIdentityProvider(arn=provider.arn, issuer=issuer)
