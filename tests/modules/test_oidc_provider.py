"""The IAM OIDC provider of a cluster."""

from cdktf import TerraformOutput
from constructs import Construct

from config.cluster.cluster import OidcThumbprint
from modules.oidc_provider import OidcProvider
from tests.synthesis import Json, synthesize_stack

ISSUER = "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC"


def _synthesize(thumbprint: OidcThumbprint) -> Json:
    def build(stack: Construct) -> None:
        provider = OidcProvider(stack, "oidc", issuer_url=ISSUER, thumbprint=thumbprint)
        TerraformOutput(stack, "arn", value=provider.identity.arn, static_id=True)
        TerraformOutput(stack, "issuer", value=provider.identity.issuer, static_id=True)

    return synthesize_stack(build)


def test_the_thumbprint_is_that_of_the_top_of_the_chain() -> None:
    """`tls_certificate` lists the top first; the last one is the leaf."""
    stack = _synthesize(OidcThumbprint.TLS_CERTIFICATE)

    assert stack["data"] == {"tls_certificate": {"oidc_issuer-certificate": {"url": ISSUER}}}
    assert stack["resource"] == {
        "aws_iam_openid_connect_provider": {
            "oidc_provider": {
                "url": ISSUER,
                "client_id_list": ["sts.amazonaws.com"],
                "thumbprint_list": ["${data.tls_certificate.oidc_issuer-certificate.certificates[0].sha1_fingerprint}"],
            }
        }
    }


def test_a_thumbprint_that_is_left_out_leaves_no_argument_and_no_data_source() -> None:
    stack = _synthesize(OidcThumbprint.LEFT_OUT)

    assert stack["resource"] == {
        "aws_iam_openid_connect_provider": {"oidc_provider": {"url": ISSUER, "client_id_list": ["sts.amazonaws.com"]}}
    }
    assert "data" not in stack


def test_trust_policies_name_the_issuer_without_its_scheme() -> None:
    assert _synthesize(OidcThumbprint.LEFT_OUT)["output"] == {
        "arn": {"value": "${aws_iam_openid_connect_provider.oidc_provider.arn}"},
        "issuer": {"value": f'${{replace("{ISSUER}", "https://", "")}}'},
    }
