"""An affinity of the user's own beside that of the platform."""

from modules.controllers import CONTROLLERS
from modules.controllers.placement import placement_problems

NAME = "aws-load-balancer-controller"
KARPENTER = CONTROLLERS["karpenter"]
OFF = {"key": KARPENTER.node_label, "operator": "DoesNotExist"}
ARM = {"key": "kubernetes.io/arch", "operator": "In", "values": ["arm64"]}


def refused(*terms: object) -> list[object]:
    required = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": list(terms)}}}
    mine = CONTROLLERS[NAME].options.model_validate({"values": {"affinity": required}})
    karpenter = KARPENTER.options.model_construct()
    return [it.value for it in placement_problems(CONTROLLERS, {NAME: mine, "karpenter": karpenter})]


def test_each_term_has_to_keep_it_off_because_one_is_enough_for_kubernetes() -> None:
    both = {"matchExpressions": [ARM, OFF]}

    assert refused(both) == []
    assert len(refused(both, {"matchExpressions": [ARM]})) == 1
    assert len(refused()) == 1
