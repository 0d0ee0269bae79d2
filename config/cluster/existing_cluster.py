"""An EKS cluster that somebody else made: controllers are installed in it, and nothing of it is managed."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from config.cluster.cluster import ClusterName, OidcThumbprint
from config.cluster.existing_cluster_checks import (
    CERTIFICATE_PATTERN,
    ENDPOINT_PATTERN,
    ISSUER_PATTERN,
    certificate_problems,
    endpoint_problems,
    issuer_problems,
    provider_problems,
)
from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS, why_not_version
from config.cluster.vpc_cni import IpFamily
from config.rules.draft import draft_of
from config.rules.draft_rule import DraftRule
from config.rules.model import Model
from config.rules.problem import refuse
from config.rules.rule import Rule, one_of

_ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"


class ExistingOidcProvider(Model):
    """An IAM OIDC provider that somebody else made for the cluster's issuer."""

    mode: Literal["existing"]
    """The provider exists."""
    arn: Annotated[str, Field(examples=[f"arn:aws:iam::111122223333:oidc-provider/{_ISSUER}"])]
    """ARN of the provider; it ends with the issuer."""


class CreatedOidcProvider(Model):
    """An IAM OIDC provider that is made here for the cluster's issuer; an account can have only one for each."""

    mode: Literal["create"]
    """The provider is made here, and goes with the environment."""
    thumbprint: OidcThumbprint = OidcThumbprint.TLS_CERTIFICATE
    """Where its thumbprint comes from; `left-out` if Terraform can't reach the issuer."""


OidcProvider = Annotated[ExistingOidcProvider | CreatedOidcProvider, Field(discriminator="mode")]


class ExistingCluster(Model):
    """An EKS cluster that somebody else made: read, compared with what stands here, and never changed."""

    name: Annotated[ClusterName, Field(examples=["payments"])]
    """Name of the cluster."""
    version: Annotated[
        str, Field(examples=["1.35"]), one_of(KUBERNETES_VERSIONS, "a version that EKS offers", why_not_version)
    ]
    """Kubernetes version, in quotes; controllers are checked against it."""
    ip_family: IpFamily = "ipv4"
    """The addresses of its pods and services."""
    endpoint: Annotated[
        str,
        Field(examples=["https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com"]),
        DraftRule(endpoint_problems, {"pattern": ENDPOINT_PATTERN}),
    ]
    """URL of the Kubernetes API; a cluster that was made anew under the same name has another one."""
    certificate_authority_data: Annotated[
        str,
        Field(examples=["LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t..."]),
        Rule(certificate_problems, {"pattern": CERTIFICATE_PATTERN}),
    ]
    """Certificate authority of the Kubernetes API, in base64 as EKS gives it."""
    oidc_issuer: Annotated[
        str, Field(examples=[f"https://{_ISSUER}"]), DraftRule(issuer_problems, {"pattern": ISSUER_PATTERN})
    ]
    """Issuer of service account tokens, with https://."""
    oidc_provider: Annotated[OidcProvider, Field(examples=[{"mode": "create"}])]
    """The IAM OIDC provider of the issuer: one that exists, or one to make."""

    @field_validator("name")
    @classmethod
    def _note_name(cls, name: str, info: ValidationInfo) -> str:
        draft = draft_of(info)
        draft.cluster_key, draft.cluster_name = "existing_cluster", name
        # Whoever may reach the API of the cluster is not known here: nobody, as far as controllers ask.
        draft.public_access_cidrs = ()
        return name

    @field_validator("version")
    @classmethod
    def _note_version(cls, version: str, info: ValidationInfo) -> str:
        draft_of(info).kubernetes_version = version
        return version

    @field_validator("ip_family")
    @classmethod
    def _note_ip_family(cls, ip_family: IpFamily, info: ValidationInfo) -> IpFamily:
        draft_of(info).ip_family = ip_family
        return ip_family

    @field_validator("oidc_provider")
    @classmethod
    def _provider_of_the_issuer(cls, provider: OidcProvider, info: ValidationInfo) -> OidcProvider:
        if isinstance(provider, ExistingOidcProvider) and "oidc_issuer" in info.data:
            refuse(provider_problems(provider.arn, info.data["oidc_issuer"], draft_of(info)))
        return provider
