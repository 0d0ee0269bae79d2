"""What changed outside of Terraform, and what AWS only repeats."""

from pathlib import Path

import pytest

from rehearsal.schemas.files import read_schema_file
from reports.review.echoes import echoes
from tests.reports.review.reviewing import plan, reviewed, stays, update
from tests.synthesis import Json

ATTACHMENT = stays("aws_iam_role_policy_attachment.x", role="r", policy_arn="p")
BUCKET_POLICY = stays("aws_s3_bucket_policy.x", bucket="b", policy="{}")
ROUTES = [
    stays("aws_route.x", route_table_id="t", destination_cidr_block="0.0.0.0/0", nat_gateway_id="nat-1"),
    stays("aws_route.y", route_table_id="t", destination_cidr_block="10.9.0.0/16", vpc_peering_connection_id="pcx-1"),
]


def route(destination: str, **target: Json) -> Json:
    return {"cidr_block": destination, "gateway_id": "", "nat_gateway_id": "", **target}


def roles(before: list[str], after: list[str], name: str = "r") -> Json:
    return update("aws_iam_role.x", *({"name": name, "managed_policy_arns": it} for it in (before, after)))


def buckets(before: str, after: str) -> Json:
    return update("aws_s3_bucket.x", *({"id": "b", "policy": it} for it in (before, after)))


def tables(*after: Json) -> Json:
    return update("aws_route_table.x", {"id": "t", "route": []}, {"id": "t", "route": list(after)})


@pytest.mark.parametrize(
    ("changes", "drifted", "is_echo"),
    [
        pytest.param([ATTACHMENT], roles([], ["p"]), True, id="a policy of ours"),
        pytest.param([ATTACHMENT], roles([], ["p", "q"]), False, id="another policy"),
        pytest.param([ATTACHMENT], roles(["q"], ["p"]), False, id="a policy that went"),
        pytest.param([ATTACHMENT], roles([], ["p"], "other"), False, id="another role"),
        pytest.param(
            [ATTACHMENT],
            update("aws_iam_policy.x", {"arn": "p", "attachment_count": 0}, {"arn": "p", "attachment_count": 1}),
            True,
            id="as many as we attached",
        ),
        pytest.param(
            [ATTACHMENT],
            update("aws_iam_policy.x", {"arn": "p", "attachment_count": 1}, {"arn": "p", "attachment_count": 2}),
            False,
            id="more than we attached",
        ),
        pytest.param([BUCKET_POLICY], buckets("", "{}"), True, id="the policy of our bucket"),
        pytest.param([BUCKET_POLICY], buckets("", "[]"), False, id="another policy of our bucket"),
        pytest.param([BUCKET_POLICY], buckets("[]", "{}"), False, id="a policy of a bucket that went"),
        pytest.param(
            ROUTES,
            tables(route("0.0.0.0/0", nat_gateway_id="nat-1"), route("10.9.0.0/16", vpc_peering_connection_id="pcx-1")),
            True,
            id="our routes",
        ),
        pytest.param(ROUTES, tables(route("10.9.0.0/16", nat_gateway_id="nat-1")), False, id="parts of two routes"),
        pytest.param(
            [stays("aws_nat_gateway.x", allocation_id="e", network_interface_id="eni-1", private_ip="10.0.0.1")],
            update("aws_eip.x", {"id": "e"}, {"id": "e", "network_interface": "eni-1", "private_ip": "10.0.0.1"}),
            True,
            id="an address of our gateway",
        ),
        pytest.param(
            [], update("aws_eip.x", {"id": "e"}, {"id": "e", "private_ip": "10.0.0.1"}), False, id="of another"
        ),
        pytest.param(
            [ATTACHMENT],
            update(
                "aws_iam_role.x", {"name": "r", "path": "/"}, {"name": "r", "path": "/x/", "managed_policy_arns": ["p"]}
            ),
            False,
            id="and something else",
        ),
    ],
)
def test_echoes(changes: list[Json], drifted: Json, *, is_echo: bool, tmp_path: Path) -> None:
    """They are in the document, and not in the text."""
    review = reviewed(tmp_path, {"dev": plan(*changes, resource_drift=[drifted])})

    (drift,) = review.document["stacks"][0]["drift"]
    assert (drift["is_echo"], "changed outside of Terraform" in review.text) == (is_echo, not is_echo)


def test_what_is_not_set_back_comes_with_its_values(tmp_path: Path) -> None:
    review = reviewed(tmp_path, {"dev": plan(resource_drift=[update("aws_x.y", {"a": "1"}, {"a": "2"})])})

    assert "1 resource, none set back by this plan</summary>" in review.text
    assert '- `aws_x.y`, not set back\n  - `a` `"1"` → `"2"`\n' in review.text


def test_the_table_is_of_attributes_that_there_are() -> None:
    """As far as the simulated provider knows the types."""
    schemas = read_schema_file("aws").schema.resources
    asked = [
        (name, attribute)
        for echo in echoes()
        for name, attribute in (
            (echo.of, echo.owner),
            *((name, it) for name in echo.types for it in (echo.id, *echo.arguments)),
        )
        if name in schemas
    ]

    assert [it for it in asked if it[1] not in {*schemas[it[0]].block.attributes, *schemas[it[0]].block.blocks}] == []
