"""Where simulated AWS resources live: account, partition and region."""

from dataclasses import dataclass

from rehearsal.engine.values import State

DEFAULT_ACCOUNT_ID = "123456789012"
"""The account of whoever names none; also the one that moto uses."""


@dataclass(frozen=True)
class Partition:
    """A set of regions with identities, endpoints and ARNs of its own."""

    name: str
    dns_suffix: str
    reverse_dns_prefix: str


# By region prefix, longest first. Source: botocore's data/partitions.json.
_PARTITIONS = (
    ("eusc-", Partition("aws-eusc", "amazonaws.eu", "eu.amazonaws")),
    ("us-gov-", Partition("aws-us-gov", "amazonaws.com", "com.amazonaws")),
    ("us-isob-", Partition("aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s")),
    ("us-isof-", Partition("aws-iso-f", "csp.hci.ic.gov", "gov.ic.hci.csp")),
    ("eu-isoe-", Partition("aws-iso-e", "cloud.adc-e.uk", "uk.adc-e.cloud")),
    ("us-iso-", Partition("aws-iso", "c2s.ic.gov", "gov.ic.c2s")),
    ("cn-", Partition("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws")),
    ("", Partition("aws", "amazonaws.com", "com.amazonaws")),
)


def partition_of(region: str) -> Partition:
    """The partition that a region belongs to."""
    return next(partition for prefix, partition in _PARTITIONS if region.startswith(prefix))


@dataclass(frozen=True)
class Account:
    """The account and region that a `provider "aws"` block works in, and the tags it gives to everything."""

    id: str
    region: str
    default_tags: State

    @property
    def partition(self) -> Partition:
        """The partition of the region."""
        return partition_of(self.region)

    def arn(self, service: str, resource: str, *, region: str) -> str:
        """An ARN in this account; an empty region is that of a global service."""
        return f"arn:{self.partition.name}:{service}:{region}:{self.id}:{resource}"
