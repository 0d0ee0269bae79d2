"""Steps of versions of Kubernetes, EKS add-ons and node images."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from reports.review.document import Level, Sentence
from reports.review.plan import Action, Change
from reports.review.values import UNKNOWN, mapping
from reports.review.words import Words


class Step(NamedTuple):
    """An argument whose change is a step of a version."""

    argument: str
    thing: str
    effect: str


STEPS: Final[Mapping[str, tuple[Step, ...]]] = {
    "aws_eks_cluster": (Step("version", "Kubernetes", "EKS replaces the API servers; there is no way back"),),
    "aws_eks_node_group": (
        Step("version", "Kubernetes on the nodes", "EKS rolls all nodes of the group"),
        Step("release_version", "image of the nodes", "EKS rolls all nodes of the group"),
    ),
    "aws_eks_addon": (Step("addon_version", "EKS add-on", "EKS rolls its pods"),),
}


def version_sentences(change: Change, words: Words) -> Iterator[Sentence]:
    """The steps in a change. What AWS computes by itself after another change is no step."""
    if change.action is not Action.UPDATE:
        return
    before, after = mapping(change.before), mapping(change.after)
    for argument, thing, effect in STEPS.get(change.type, ()):
        old, new = before.get(argument), after.get(argument)
        if new not in (old, UNKNOWN) and old is not None:
            yield Sentence(Level.NOTE, f"{thing} {words.name(old)} → {words.name(new)}: {effect}")
    if change.type == "aws_eks_node_group" and _rolls(change):
        yield Sentence(Level.NOTE, "a new version of the launch template: EKS rolls all nodes of the group")


def _rolls(change: Change) -> bool:
    before, after = (mapping(side).get("launch_template") for side in (change.before, change.after))
    return before != after
