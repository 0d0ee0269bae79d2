"""The disk of a node, beside its size: kind, performance and key, within the bounds of EBS."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from config.cluster.key_arn import KeyArn
from config.rules.model import Model
from config.rules.problem import Absent, Problem


@dataclass(frozen=True)
class VolumeType:
    """The bounds of a volume type. Throughput is in MiB/s."""

    least_iops: int
    most_iops: int
    most_iops_per_gib: int
    included_iops: int | None
    """What a volume has for nothing; None where IOPS must be given."""


# https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html, with the bounds of September 2025
# (https://aws.amazon.com/about-aws/whats-new/2025/09/amazon-ebs-size-provisioned-performance-gp3-volumes/), and
# https://docs.aws.amazon.com/ebs/latest/userguide/provisioned-iops.html.
VOLUME_TYPES = {
    "gp3": VolumeType(least_iops=3000, most_iops=80000, most_iops_per_gib=500, included_iops=3000),
    "io2": VolumeType(least_iops=100, most_iops=256000, most_iops_per_gib=1000, included_iops=None),
}
_IOPS_PER_MIB = 4  # a gp3 volume moves at most 0.25 MiB/s for each of its IOPS


class Disk(Model):
    """The EBS volume that holds images and pods of a node; it is always encrypted."""

    volume_type: Literal["gp3", "io2"] = "gp3"
    """EBS's name of the kind of volume."""
    iops: int | None = None
    """Operations per second; 3,000 with `gp3` when left out, and needed with `io2`."""
    throughput: Annotated[int, Field(ge=125, le=2000)] | None = None
    """MiB per second, `gp3` only; 125 when left out."""
    kms_key_id: KeyArn | None = None
    """ARN of a KMS key that EC2 Auto Scaling may use; the account's default key for EBS when left out."""


def disk_problems(disk: Disk, size_gib: int) -> Iterator[Problem]:
    """Performance that EBS does not give to a volume of this kind and size. For the field `disk`."""
    known = VOLUME_TYPES[disk.volume_type]
    iops = disk.iops if disk.iops is not None else known.included_iops
    most = min(known.most_iops, known.most_iops_per_gib * size_gib)
    if iops is None:
        yield Problem(("iops",), Absent.MISSING, f"{disk.volume_type} needs it; write {known.least_iops} to {most}")
        return
    if not known.least_iops <= iops <= most:
        remedy = f"must lie between {known.least_iops} and {most} for {disk.volume_type} with {size_gib} GiB"
        yield Problem(("iops",), iops, remedy)
    if disk.throughput is None:
        return
    if disk.volume_type != "gp3":
        yield Problem(("throughput",), disk.throughput, "is for gp3 only; leave it out")
    elif disk.throughput * _IOPS_PER_MIB > iops:
        needed = disk.throughput * _IOPS_PER_MIB
        remedy = f"is too much for {iops} iops; raise iops to {needed}, or write at most {iops // _IOPS_PER_MIB}"
        yield Problem(("throughput",), disk.throughput, remedy)
