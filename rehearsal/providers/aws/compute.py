"""Launch templates."""

from rehearsal.engine.provider import Traits
from rehearsal.engine.values import State, number
from rehearsal.providers.aws.resource import Resource, ResourceType

# Source: CustomizeDiff of aws_launch_template in the AWS provider: a change of anything but these plans a new version,
# a change of tags included, though tags alone make none.
_NOT_IN_A_VERSION = frozenset({"name", "name_prefix", "description", "default_version", "update_default_version"})
_TAGS = frozenset({"tags", "tags_all"})


def _launch_template(resource: Resource) -> State:
    template_id = resource.identifier("lt")
    version = 1
    if (prior := resource.change.prior) is not None:
        changed = _changed(prior, resource.planned) - _NOT_IN_A_VERSION - _TAGS - {"latest_version"}
        version = number(prior, "latest_version", 1) + bool(changed)
    return {
        "id": template_id,
        "arn": resource.arn("ec2", f"launch-template/{template_id}"),
        "name": resource.name(),
        "latest_version": version,
        "default_version": version,
    }


def _new_versions(prior: State, wanted: State) -> tuple[str, ...]:
    if not _changed(prior, wanted) - _NOT_IN_A_VERSION:
        return ()
    return (
        ("latest_version", "default_version") if wanted.get("update_default_version") is True else ("latest_version",)
    )


def _changed(prior: State, wanted: State) -> set[str]:
    return {name for name, value in wanted.items() if value != prior.get(name)}


COMPUTE_TYPES = {"aws_launch_template": ResourceType(_launch_template, Traits(recomputed=_new_versions))}
