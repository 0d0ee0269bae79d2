"""What somebody changed by hand: who can reach or do what because of it, also where the plan changes nothing."""

from pathlib import Path

import pytest

from tests.reports.review.reviewing import change, plan, reviewed
from tests.synthesis import Json

WORLD = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
RULE = {"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv4": "0.0.0.0/0", "security_group_id": "sg-1"}
ADMIN, OWN = "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::111122223333:policy/own"
TABLE = {"id": "rtb-1", "route": []}
OPENED = {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}
ROUTE = {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}
ROLE = {"id": "prod", "name": "prod", "managed_policy_arns": [], "inline_policy": []}
MORE = '{"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}'
CAN_DO_MORE = {**ROLE, "managed_policy_arns": [OWN, ADMIN], "inline_policy": [{"name": "more", "policy": MORE}]}


def outside(address: str, before: Json, after: Json) -> Json:
    return change(address, "update" if after else "delete", before=before, after=after)


def kept(address: str, values: Json) -> Json:
    return change(address, "no-op", before=values, after=values)


@pytest.mark.parametrize(
    ("done", "own", "said"),
    [
        (
            outside("aws_security_group.x", {"id": "sg-1", "ingress": []}, {"id": "sg-1", "ingress": [WORLD]}),
            [],
            ["reach: **`0.0.0.0/0`** (everybody) can now reach `tcp 22`"],
        ),
        (
            outside("aws_security_group.x", {"id": "sg-1", "ingress": []}, {"id": "sg-1", "ingress": [WORLD]}),
            [kept("aws_vpc_security_group_ingress_rule.x", RULE)],
            [],
        ),
        (
            outside("aws_security_group.x", {"id": "sg-1", "ingress": []}, {"id": "sg-1", "ingress": [WORLD]}),
            [kept("aws_vpc_security_group_ingress_rule.x", {**RULE, "security_group_id": "sg-2"})],
            ["reach: **`0.0.0.0/0`** (everybody) can now reach `tcp 22`"],
        ),
        (
            outside("aws_route_table.x", TABLE, OPENED),
            [],
            ["reach: what has a public address behind this route **can be reached from the internet**"],
        ),
        (outside("aws_route_table.x", TABLE, OPENED), [kept("aws_route.x", ROUTE)], []),
        (
            outside("aws_iam_role.x", ROLE, CAN_DO_MORE),
            [
                kept("aws_iam_role_policy_attachment.x", {"role": "prod", "policy_arn": OWN}),
            ],
            [
                (
                    "reach: `inline_policy.more`: new `statement 1` (allow): `action every action of iam`, "
                    "`resource every resource`"
                ),
                f"reach: `prod` gets `{ADMIN}`",
            ],
        ),
        (
            outside("aws_iam_role.x", {**ROLE, "managed_policy_arns": [OWN]}, ROLE),
            [],
            [f"note: `prod` loses `{OWN}`"],
        ),
        (outside("aws_vpc.x", {"id": "vpc-1", "tags": {}}, {"id": "vpc-1", "tags": {"a": "b"}}), [], []),
    ],
)
def test_what_somebody_did_by_hand(tmp_path: Path, done: Json, own: list[Json], said: list[str]) -> None:
    """What Terraform made itself shows in its owner too, after the apply: that is no news."""
    (drift,) = reviewed(tmp_path, {"dev": plan(*own, resource_drift=[done])}).document["stacks"][0]["drift"]

    assert [f"{it['level']}: {it['text']}" for it in drift["sentences"]] == said


def test_it_stands_on_top_though_the_plan_changes_nothing(tmp_path: Path) -> None:
    opened = outside("aws_security_group.x", {"id": "sg-1", "ingress": []}, {"id": "sg-1", "ingress": [WORLD]})

    found = reviewed(tmp_path, {"dev-network": plan(resource_drift=[opened])})

    assert (found.status, found.text.partition("\n<details>")[0]) == (
        0,
        """\
## Plan review: nothing changes

**Outside of Terraform, somebody changed who can reach or do what:** `dev-network`, see below.

| stack | create | update | replace | destroy | import | move | forget | unchanged |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |
| `dev-network` |  |  |  |  |  |  |  | 0 |

### Changed outside of Terraform: who can reach or do what

- `aws_security_group.x` in `dev-network`; **this plan does not set it back**
  - **`0.0.0.0/0`** (everybody) can now reach `tcp 22`
""",
    )
