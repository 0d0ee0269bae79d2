"""The last administrator of a cluster: whom a plan may not take away, and who follows."""

from pathlib import Path

import pytest

from tests.reports.review.reviewing import anew, change, forgotten, gone, guards, made, plan, reviewed, stays
from tests.synthesis import Json

ASSOCIATION, ENTRY = "aws_eks_access_policy_association", "aws_eks_access_entry"


def access(principal: str, policy: str = "AmazonEKSClusterAdminPolicy", scope: str = "cluster") -> dict[str, Json]:
    """An association of an access policy."""
    policy_arn = f"arn:aws:eks::aws:cluster-access-policy/{policy}"
    return {
        "cluster_name": "dev",
        "principal_arn": principal,
        "policy_arn": policy_arn,
        "access_scope": [{"type": scope}],
    }


def entered(principal: str, type_: str = "STANDARD") -> dict[str, Json]:
    """An access entry."""
    return {"cluster_name": "dev", "principal_arn": principal, "type": type_}


E1, E2, A1, A2 = f"{ENTRY}.1", f"{ENTRY}.2", f"{ASSOCIATION}.1", f"{ASSOCIATION}.2"


@pytest.mark.parametrize(
    ("changes", "blocked"),
    [
        pytest.param([gone(E1, **entered("a")), gone(A1, **access("a"))], [E1, A1], id="the last one"),
        pytest.param([gone(E1, **entered("a")), stays(A1, **access("a"))], [E1], id="his entry alone"),
        pytest.param([anew(E1, **entered("a")), stays(A1, **access("a"))], [E1], id="his entry is made anew"),
        pytest.param([anew(A1, **access("a")), stays(E1, **entered("a"))], [A1], id="his rights are made anew"),
        pytest.param([gone(A1, **access("a")), stays(A2, **access("b"))], [], id="another one stays"),
        pytest.param(
            [gone(A1, **access("a")), stays(A2, **access("b", scope="namespace"))], [A1], id="another one of namespaces"
        ),
        pytest.param([gone(A1, **access("a", scope="namespace"))], [], id="an administrator of namespaces"),
        pytest.param(
            [gone(A1, **access("a")), stays(A2, **access("b")), gone(E2, **entered("b"))],
            [A1, E2],
            id="two, in two ways",
        ),
        pytest.param(
            [gone(A1, **access("a")), made(A2, **access("b")), made(E2, **entered("b"))], [], id="another one comes"
        ),
        pytest.param(
            [gone(A1, **access("a")), made(A2, **access("b")), gone(E2, **entered("b"))], [A1], id="and has no entry"
        ),
        pytest.param(
            [gone(A1, **access("a")), made(A2, **access("b")), anew(E2, **entered("b"))],
            [],
            id="with an entry made anew",
        ),
        pytest.param([gone(A1, **access("a")), made(A2, **access("a"))], [A1], id="the same one at another address"),
        pytest.param(
            [change(A1, "delete", "create", before=access("a"), after=access("b"))], [], id="another one at one address"
        ),
        pytest.param(
            [change(A1, "delete", "create", before=access("a"), after=access("a", scope="namespace"))],
            [A1],
            id="less than before",
        ),
        pytest.param([forgotten(A1, **access("a")), forgotten(E1, **entered("a"))], [], id="only forgotten"),
        pytest.param([forgotten(A1, **access("a")), gone(E1, **entered("a"))], [E1], id="forgotten, without his entry"),
        pytest.param([gone(A1, **access("a")), forgotten(A2, **access("b"))], [], id="another one is forgotten"),
        pytest.param([gone(E1, **entered("node", "EC2_LINUX"))], [], id="nodes"),
        pytest.param([gone(E1, **entered("v")), gone(A1, **access("v", "AmazonEKSViewPolicy"))], [], id="a viewer"),
        pytest.param(
            [gone(A1, **access("a")), stays(A2, **{**access("b"), "cluster_name": "other"})], [A1], id="another cluster"
        ),
    ],
)
def test_the_last_deployer(changes: list[Json], blocked: list[str], tmp_path: Path) -> None:
    """Somebody has to be an administrator of the whole cluster all the time, or be made one by the same plan."""
    found = guards(reviewed(tmp_path, {"dev": plan(*changes)}))

    assert sorted(address for address, level, _ in found if level == "blocked") == sorted(blocked)


def test_who_follows_the_last_deployer_is_named(tmp_path: Path) -> None:
    changes = [
        gone(A1, **access("a")),
        gone(E1, **entered("a")),
        made(A2, **access("b")),
        made(E2, **entered("b")),
    ]

    entries = reviewed(tmp_path, {"dev": plan(*changes)}).document["stacks"][0]["entries"]

    assert {
        it["address"]: it["sentences"][0] for it in entries if it["level"] == "reach" and it["action"] == "destroy"
    } == {
        A1: {
            "level": "reach",
            "text": "**no administrator of the cluster stays**; from now on `b` has to apply what comes into it",
        }
    }
