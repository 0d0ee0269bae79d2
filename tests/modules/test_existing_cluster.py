"""A cluster that somebody else made, read and compared with what the environment file says of it."""

import base64

from cdktf import TerraformOutput
from constructs import Construct

from config.cluster.existing_cluster import CreatedOidcProvider
from config.cluster.existing_cluster import ExistingCluster as ExistingClusterSettings
from modules.existing_cluster import ExistingCluster
from modules.existing_oidc_provider import ExistingOidcProvider
from tests.synthesis import Json, synthesize_stack

ID = "0123456789ABCDEF0123456789ABCDEF"
CERTIFICATE = base64.b64encode(b"-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n").decode()
SETTINGS = ExistingClusterSettings(
    name="payments",
    version="1.35",
    endpoint=f"https://{ID}.gr7.eu-central-1.eks.amazonaws.com",
    certificate_authority_data=CERTIFICATE,
    oidc_issuer=f"https://oidc.eks.eu-central-1.amazonaws.com/id/{ID}",
    oidc_provider=CreatedOidcProvider(mode="create"),
)
OUTPUTS = ("arn", "endpoint", "issuer_url", "certificate_authority_data", "security_group_id")
PROVIDER = f"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/{ID}"


def synthesize() -> Json:
    def build(stack: Construct) -> None:
        cluster = ExistingCluster(stack, "cluster", settings=SETTINGS, vpc_id="vpc-0123456789abcdef0")
        for name in OUTPUTS:
            TerraformOutput(stack, name, value=getattr(cluster, name), static_id=True)

    return synthesize_stack(build)


def test_nothing_of_the_cluster_is_managed() -> None:
    stack = synthesize()

    assert "resource" not in stack
    assert {kind: list(named) for kind, named in stack["data"].items()} == {
        "aws_eks_cluster": ["cluster_control-plane"]
    }


def test_what_the_file_says_is_compared_with_what_is_found() -> None:
    cluster = synthesize()["data"]["aws_eks_cluster"]["cluster_control-plane"]
    conditions = [it["condition"] for it in cluster["lifecycle"]["postcondition"]]

    assert (cluster["name"], conditions) == (
        "payments",
        [
            '${self.version == "1.35"}',
            '${self.kubernetes_network_config[0].ip_family == "ipv4"}',
            f'${{self.endpoint == "{SETTINGS.endpoint}"}}',
            f'${{self.certificate_authority[0].data == "{CERTIFICATE}"}}',
            f'${{self.identity[0].oidc[0].issuer == "{SETTINGS.oidc_issuer}"}}',
            '${self.vpc_config[0].vpc_id == "vpc-0123456789abcdef0"}',
        ],
    )


def test_a_difference_is_told_in_the_words_of_the_file() -> None:
    cluster = synthesize()["data"]["aws_eks_cluster"]["cluster_control-plane"]

    assert cluster["lifecycle"]["postcondition"][0]["error_message"] == (
        "EKS cluster payments has ${self.version}, and not what the environment file says at "
        "existing_cluster.version: find out what has changed, then correct the file."
    )


def test_what_is_handed_on_was_read_and_so_was_compared() -> None:
    cluster = "data.aws_eks_cluster.cluster_control-plane"

    assert {name: it["value"] for name, it in synthesize()["output"].items()} == {
        "arn": f"${{{cluster}.arn}}",
        "endpoint": f"${{{cluster}.endpoint}}",
        "issuer_url": f"${{{cluster}.identity[0].oidc[0].issuer}}",
        "certificate_authority_data": f"${{{cluster}.certificate_authority[0].data}}",
        "security_group_id": f"${{{cluster}.vpc_config[0].cluster_security_group_id}}",
    }


def test_a_provider_that_exists_has_to_take_tokens_for_iam() -> None:
    def build(stack: Construct) -> None:
        provider = ExistingOidcProvider(stack, "oidc", arn=PROVIDER, issuer="oidc.eks.example/id/A")
        TerraformOutput(stack, "issuer", value=provider.identity.issuer, static_id=True)
        TerraformOutput(stack, "arn", value=provider.identity.arn, static_id=True)

    stack = synthesize_stack(build)
    provider = stack["data"]["aws_iam_openid_connect_provider"]["oidc_provider"]

    assert "resource" not in stack
    assert (provider["arn"], [it["condition"] for it in provider["lifecycle"]["postcondition"]]) == (
        PROVIDER,
        ['${contains(self.client_id_list, "sts.amazonaws.com")}'],
    )
    assert stack["output"] == {
        "issuer": {"value": "oidc.eks.example/id/A"},
        "arn": {"value": "${data.aws_iam_openid_connect_provider.oidc_provider.arn}"},
    }
