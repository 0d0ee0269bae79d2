"""Names, address ranges and documents that the provider refuses as soon as it sees them."""

import pytest

from rehearsal.engine.values import UNKNOWN, State
from tests.rehearsal.player import PROVIDERS, Json, named, patched
from tests.rehearsal.refusals.conftest import Refusal

QUOTES = (
    "invalid value for description (cannot contain specially formatted single or double quotes: "
    "[\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}])"
)
LOG_GROUP = (
    '"name" isn\'t a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots '
    'are allowed): "flow logs"'
)
TRUST = (
    '"assume_role_policy" contains an invalid JSON policy: Expecting property name enclosed in double quotes, at byte '
    "offset 1"
)


@pytest.mark.parametrize(
    "case",
    [
        (
            "dev-cluster",
            "aws_iam_role",
            "name",
            "r" * 65,
            f"expected length of name to be in the range (1 - 64), got {'r' * 65}",
        ),
        ("dev-cluster", "aws_iam_role", "name", "a role", r"invalid value for name (must match [\w+=,.@-])"),
        (
            "dev-cluster",
            "aws_iam_role",
            "description",
            "\N{LEFT DOUBLE QUOTATION MARK}nodes",
            QUOTES,
        ),
        (
            "dev-cluster",
            "aws_iam_policy",
            "name",
            "p" * 129,
            f"expected length of name to be in the range (1 - 128), got {'p' * 129}",
        ),
        (
            "dev-cluster",
            "aws_iam_policy",
            "policy",
            '{"Version": }',
            '"policy" contains an invalid JSON policy: Expecting value, at byte offset 12',
        ),
        (
            "dev-cluster",
            "aws_iam_policy",
            "policy",
            "[]",
            '"policy" contains an invalid JSON policy: not a JSON object',
        ),
        (
            "dev-cluster",
            "aws_iam_role_policy",
            "role",
            "arn:aws:iam::123456789012:role/x",
            '"role" must be the role\'s name not its ARN',
        ),
        (
            "dev-cluster",
            "aws_eks_cluster",
            "name",
            "c" * 101,
            f'"name" length must be between 1-100 characters: "{"c" * 101}"',
        ),
        (
            "dev-cluster",
            "aws_eks_cluster",
            "name",
            "my.cluster",
            '"name" doesn\'t comply with restrictions ("^[0-9A-Za-z][0-9A-Za-z_-]*$"): "my.cluster"',
        ),
        (
            "dev-cluster",
            "aws_eks_node_group",
            "node_group_name",
            "n" * 64,
            f"expected length of node_group_name to be in the range (0 - 63), got {'n' * 64}",
        ),
        (
            "dev-cluster",
            "aws_eks_addon",
            "addon_version",
            "1.2.3",
            "invalid value for addon_version (must follow semantic version format)",
        ),
        ("dev-cluster", "aws_launch_template", "name", "t" * 126, '"name" cannot be longer than 125 characters'),
        ("dev-cluster", "aws_launch_template", "name", "t", '"name" cannot be less than 3 characters'),
        (
            "dev-cluster",
            "aws_launch_template",
            "name",
            "two words",
            '"name" can only alphanumeric characters and ()./_- symbols',
        ),
        (
            "dev-cluster",
            "aws_kms_alias",
            "name",
            "eks/dev",
            "\"name\" must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-]",
        ),
        (
            "dev-cluster",
            "aws_kms_alias",
            "name",
            "alias/aws/eks",
            "\"name\" cannot begin with reserved AWS CMK prefix 'alias/aws/'",
        ),
        (
            "dev-network",
            "aws_cloudwatch_log_group",
            "name",
            "l" * 513,
            f'"name" cannot be longer than 512 characters: "{"l" * 513}"',
        ),
        (
            "dev-network",
            "aws_cloudwatch_log_group",
            "name",
            "flow logs",
            LOG_GROUP,
        ),
        (
            "dev-network",
            "aws_subnet",
            "cidr_block",
            "10.10.0.1/24",
            '"10.10.0.1/24" is not a valid CIDR block; did you mean "10.10.0.0/24"?',
        ),
        (
            "dev-network",
            "aws_subnet",
            "cidr_block",
            "10.10.0.0",
            '"10.10.0.0" is not a valid CIDR block; did you mean "10.10.0.0/32"?',
        ),
        (
            "dev-network",
            "aws_subnet",
            "cidr_block",
            "10.10/16",
            '"10.10/16" is not a valid CIDR block: invalid CIDR address: 10.10/16',
        ),
        (
            "dev-network",
            "aws_vpc",
            "cidr_block",
            "10.0.0.0/8",
            'expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: 8',
        ),
        (
            "dev-controllers",
            "helm_release",
            "name",
            "r" * 54,
            "Invalid Attribute Value Length",
        ),
    ],
    ids=lambda case: f"{case[1]}.{case[2]} {case[3][:12]}",
)
def test_an_argument(stacks: dict[str, Json], refusal: Refusal, case: tuple[str, str, str, str, str]) -> None:
    stack, type_name, argument, value, answer = case
    document = stacks[stack]
    place = ("resource", type_name, named(document, type_name), argument)

    assert refusal(stack, patched(document, *place, value=value)) == answer


CLUSTER_NAME = '"cluster_name" doesn\'t comply with restrictions ("^[0-9A-Za-z][0-9A-Za-z_-]*$"): "a.b"'
NOT_JSON = '"policy" contains an invalid JSON policy: Expecting value, at byte offset 0'


@pytest.mark.parametrize(
    ("type_name", "argument", "value", "answer"),
    [
        ("aws_eks_access_entry", "cluster_name", "a.b", CLUSTER_NAME),
        ("aws_eks_access_policy_association", "cluster_name", "a.b", CLUSTER_NAME),
        ("aws_eks_addon", "cluster_name", "a.b", CLUSTER_NAME),
        ("aws_eks_node_group", "cluster_name", "a.b", CLUSTER_NAME),
        ("aws_iam_policy", "name", "a policy", r"invalid value for name (must match [\w+=,.@-])"),
        ("aws_iam_role_policy", "name", "a policy", r"invalid value for name (must match [\w+=,.@-])"),
        ("aws_iam_role_policy", "policy", "x", NOT_JSON),
        ("aws_kms_key", "policy", "x", NOT_JSON),
        ("aws_s3_bucket_policy", "policy", "x", NOT_JSON),
        ("aws_vpc_endpoint", "policy", "x", NOT_JSON),
        (
            "aws_iam_role_policy_attachment",
            "role",
            "arn:aws:iam::123456789012:role/x",
            '"role" must be the role\'s name not its ARN',
        ),
        (
            "aws_vpc",
            "cidr_block",
            "10.0.0.1/16",
            '"10.0.0.1/16" is not a valid CIDR block; did you mean "10.0.0.0/16"?',
        ),
    ],
)
def test_the_same_rules_elsewhere(type_name: str, argument: str, value: str, answer: str) -> None:
    assert [problem.summary for problem in PROVIDERS["aws"].validate(type_name, {argument: value})] == [answer]


@pytest.mark.parametrize(
    ("type_name", "argument", "most"),
    [
        ("aws_iam_role", "description", 1000),
        ("aws_iam_role", "path", 512),
        ("aws_iam_role_policy", "name", 128),
        ("aws_kms_key", "description", 8192),
        ("aws_launch_template", "description", 255),
        ("aws_s3_bucket", "bucket", 63),
        ("aws_security_group", "name", 255),
    ],
)
def test_lengths(type_name: str, argument: str, most: int) -> None:
    (problem,) = PROVIDERS["aws"].validate(type_name, {argument: "x" * (most + 1)})

    assert problem.summary.startswith(f"expected length of {argument} to be in the range (")
    assert problem.summary.endswith(f" - {most}), got {'x' * (most + 1)}")
    assert PROVIDERS["aws"].validate(type_name, {argument: "x" * most}) == []


def test_every_problem_is_told_at_once_and_where_it_is() -> None:
    role: State = {"name": "a role", "assume_role_policy": "{", "path": "/"}

    problems = PROVIDERS["aws"].validate("aws_iam_role", role)

    assert [(problem.path, problem.summary) for problem in problems] == [
        (
            ("assume_role_policy",),
            TRUST,
        ),
        (("name",), r"invalid value for name (must match [\w+=,.@-])"),
    ]


def test_what_is_not_known_yet_is_no_problem() -> None:
    assert PROVIDERS["aws"].validate("aws_iam_role", {"name": UNKNOWN, "assume_role_policy": UNKNOWN}) == []


def test_types_without_such_rules_are_fine() -> None:
    assert PROVIDERS["aws"].validate("aws_eip", {"domain": "vpc"}) == []
    assert PROVIDERS["tls"].validate("tls_private_key", {}) == ()
