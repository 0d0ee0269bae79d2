"""A stand-in for the AWS CLI that knows one command: the tagging API, asked of a saved inventory.

Usage: python -m tests.rehearsal.state.tagging_api INVENTORY resourcegroupstaggingapi get-resources ...
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.values import mapping, text

_WITHOUT_ARN = {"aws_nat_gateway": "natgateway"}
"""Types that have an ARN in AWS, but none as an attribute in Terraform."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("inventory", type=Path)
    parser.add_argument("service", choices=["resourcegroupstaggingapi"])
    parser.add_argument("operation", choices=["get-resources"])
    parser.add_argument("--region", required=True)
    parser.add_argument("--tag-filters", required=True, nargs="+", type=_tag_filter)
    parser.add_argument("--query", required=True, choices=["ResourceTagMappingList[].[ResourceARN]"])
    parser.add_argument("--output", required=True, choices=["text"])
    wishes = parser.parse_args()
    found = tagged(Inventory.load(wishes.inventory), region=wishes.region, tags=dict(wishes.tag_filters))
    sys.stdout.writelines(f"{arn}\n" for arn in found)


def tagged(inventory: Inventory, *, region: str, tags: Mapping[str, str]) -> dict[str, Key]:
    """What has these tags in a region, by ARN.

    Global services belong to no region, and IAM roles are not listed at all:
    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html.
    """
    return {
        _arn(inventory, key): key
        for key in inventory
        if key.scope.endswith(f"/{region}") and tags.items() <= mapping(inventory.get(key) or {}, "tags_all").items()
    }


def _arn(inventory: Inventory, key: Key) -> str:
    if key.type_name in _WITHOUT_ARN:
        account, region = key.scope.split("/")
        return f"arn:aws:ec2:{region}:{account}:{_WITHOUT_ARN[key.type_name]}/{key.id}"
    return text(inventory.get(key) or {}, "arn")


def _tag_filter(argument: str) -> tuple[str, str]:
    key, value = argument.split(",")
    return key.removeprefix("Key="), value.removeprefix("Values=")


if __name__ == "__main__":
    main()
