"""That IAM takes the policies of a controller: how long they get is for its options, and the hosted zones, to say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from config.controllers.iam_policy_checks import MOST_CHARACTERS, characters
from config.controllers.kinds import ControllerOptions
from config.platform import Platform
from config.rules.problem import PARENT, KeyPath, Problem
from modules.controllers.controller import AnyController
from modules.controllers.expected_facts import expected_facts


def policy_size_problems(
    controller: AnyController, options: ControllerOptions, platform: Platform
) -> Iterator[Problem]:
    """Policies that are too long for IAM; paths lead from the controller's key to what makes them long."""
    sizes = _sizes(controller, options, platform)
    for purpose in (it for it in sizes if sizes[it] > MOST_CHARACTERS):
        # No controller has to say what makes its policies long: it is what shortens them most where only one is left.
        size, path = min(
            (shorter.get(purpose, 0), path) for path, shorter in _shortened(controller, options, platform).items()
        )
        remedy = (
            f"make policy {purpose} of {controller.name} {sizes[purpose]:,} characters long, more than the "
            f"{MOST_CHARACTERS:,} that IAM takes; write fewer, or shorter ones"
        )
        if size == sizes[purpose]:
            path, remedy = (), remedy.replace("make ", "makes ", 1)
        yield Problem(path, _written(options, platform, path), remedy)


def _shortened(
    controller: AnyController, options: ControllerOptions, platform: Platform
) -> Mapping[KeyPath, Mapping[str, int]]:
    """Path of each list or map to the sizes of the policies if only its first element were there."""
    zones = replace(platform, hosted_zones=platform.hosted_zones[:1])
    found: dict[KeyPath, Mapping[str, int]] = {(PARENT, PARENT, "hosted_zones"): _sizes(controller, options, zones)}
    for name in type(options).model_fields:
        value = getattr(options, name)
        if isinstance(value, tuple | Mapping) and name != "values":
            first = value[:1] if isinstance(value, tuple) else dict(islice(value.items(), 1))
            found[name,] = _sizes(controller, options.model_copy(update={name: first}), platform)
    return found


def _sizes(controller: AnyController, options: ControllerOptions, platform: Platform) -> Mapping[str, int]:
    policies = controller.policies(options, expected_facts(platform))
    return {purpose: characters(document.statements) for purpose, document in policies.items()}


def _written(options: ControllerOptions, platform: Platform, path: KeyPath) -> object:
    if path and path[0] == PARENT:
        return [zone.model_dump() for zone in platform.hosted_zones]
    return options.written.get(str(path[0])) if path else options.written
