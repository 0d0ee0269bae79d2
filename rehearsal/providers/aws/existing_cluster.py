"""What AWS tells of a cluster and of an IAM OIDC provider, whoever made them.

How the provider finds them, and how it says that it did not:
https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/eks/cluster_data_source.go and
https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/iam/openid_connect_provider_data_source.go
"""

from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.account import Account
from rehearsal.providers.aws.refusals.answer import refused


def cluster(account: Account, config: State, inventory: Inventory) -> State:
    """The cluster of this name."""
    name, region = text(config, "name"), text(config, "region") or account.region
    found = inventory.get(Key("aws", f"{account.id}/{region}", "aws_eks_cluster", name))
    if found is None:
        raise RefusedError(f"reading EKS Cluster ({name}): couldn't find resource")
    return found


def oidc_provider(account: Account, config: State, inventory: Inventory) -> State:
    """The IAM OIDC provider with this ARN; IAM tells its URL without the scheme."""
    arn = text(config, "arn")
    found = inventory.get(Key("aws", account.id, "aws_iam_openid_connect_provider", arn))
    if found is None:
        raise refused(
            "reading IAM OIDC Provider",
            "IAM: GetOpenIDConnectProvider",
            f"NoSuchEntity: OpenIDConnect Provider not found for arn {arn}",
            source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html",
            status=404,
        )
    return {**found, "url": text(found, "url").removeprefix("https://")}
