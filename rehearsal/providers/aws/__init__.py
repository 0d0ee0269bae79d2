"""The simulated hashicorp/aws: its resource types by service, its data sources, and the provider itself."""

from rehearsal.providers.aws.provider import AwsProvider

__all__ = ["AwsProvider"]
