"""User data of nodes: what is given to EKS, which adds its own part.

EKS merges its part with ours: NodeConfig documents of nodeadm in a multi-part MIME text for Amazon Linux 2023, one TOML
text for Bottlerocket. What EKS writes itself is refused here, and so is what has a key of its own in the file.
Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data.
"""

from collections.abc import Iterator

from config.compute.ami_types import is_bottlerocket
from config.compute.bottlerocket_settings import bottlerocket_problems, with_max_pods
from config.compute.node_config import multi_part, node_config_problems
from config.rules.problem import Problem

# EC2 takes 16 KiB; the rest is for the part of EKS.
_MOST_BYTES = 12 * 1024


def user_data_problems(user_data: str, ami_type: str, max_pods: int | None) -> Iterator[Problem]:
    """What is wrong with it. For the field `user_data`."""
    if len(user_data.encode()) > _MOST_BYTES:
        yield Problem((), user_data, f"has more than {_MOST_BYTES} bytes, and EKS adds its own; make it shorter")
    elif is_bottlerocket(ami_type):
        yield from bottlerocket_problems(user_data, max_pods)
    else:
        yield from node_config_problems(user_data)


def whole_user_data(user_data: str | None, ami_type: str, max_pods: int | None) -> str | None:
    """What the launch template carries, `max_pods` included; None for nothing."""
    if user_data is None and max_pods is None:
        return None
    if is_bottlerocket(ami_type):
        return with_max_pods(user_data or "", max_pods)
    return multi_part(user_data, max_pods)
