"""Policies and trusts: what each statement means, and how much it deserves to be looked at."""

import json
from pathlib import Path

import pytest

from tests.reports.review.reviewing import change, made, plan, reviewed, said, stays, update
from tests.synthesis import Json

POLICY, ROLE = "aws_iam_policy.x", "aws_iam_role.x"
OWN, OTHER = "111122223333", "444455556666"
PROVIDER = {"provider_config": {"aws": {"expressions": {"allowed_account_ids": {"constant_value": [OWN]}}}}}


def document(*statements: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: Json, resources: Json = "arn:aws:s3:::x", **more: Json) -> Json:
    return {"Sid": "S", "Effect": "Allow", "Action": actions, "Resource": resources, **more}


ONLY = {"StringEquals": {"aws:SourceAccount": "111122223333"}}


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (
            [allow("s3:GetObject")],
            [allow(["s3:GetObject", "s3:PutObject"])],
            ["note: `policy`: in `S` (allow): added `action s3:PutObject`"],
        ),
        (
            [allow("s3:GetObject")],
            [allow("s3:*")],
            ["reach: `policy`: in `S` (allow): added `action every action of s3`; removed `action s3:GetObject`"],
        ),
        (
            [allow("s3:GetObject")],
            [allow("s3:GetObject", "*")],
            ["reach: `policy`: in `S` (allow): added `resource every resource`; removed `resource arn:aws:s3:::x`"],
        ),
        (
            [allow("s3:GetObject", Condition=ONLY)],
            [allow("s3:GetObject")],
            ["reach: `policy`: in `S` (allow): removed `only where aws:SourceAccount is 111122223333`"],
        ),
        (
            [],
            [allow("ec2:DescribeVpcs", "*")],
            ["note: `policy`: new `S` (allow): `action ec2:DescribeVpcs`, `resource every resource`"],
        ),
        (
            [],
            [allow("iam:PassRole", "*")],
            ["reach: `policy`: new `S` (allow): `action iam:PassRole`, `resource every resource`"],
        ),
        (
            [{**allow("s3:*"), "Effect": "Deny"}],
            [],
            ["reach: `policy`: gone `S` (**deny**): `action every action of s3`, `resource arn:aws:s3:::x`"],
        ),
        ([allow(["a:B", "a:C"])], [allow(["a:C", "a:B"])], []),
        (
            [allow("s3:GetObject", "*")],
            [allow(["s3:GetObject", "s3:PutObject"], "*")],
            ["reach: `policy`: in `S` (allow): added `action s3:PutObject`"],
        ),
        (
            [allow("s3:GetObject", "*")],
            [allow(["s3:GetObject", "s3:ListBucket"], "*")],
            ["note: `policy`: in `S` (allow): added `action s3:ListBucket`"],
        ),
        (
            [{"Sid": "S", "Effect": "Allow", "NotAction": ["iam:*", "s3:*"], "Resource": "arn:aws:s3:::x"}],
            [{"Sid": "S", "Effect": "Allow", "NotAction": ["iam:*"], "Resource": "arn:aws:s3:::x"}],
            ["reach: `policy`: in `S` (allow): removed `every action but every action of s3`"],
        ),
        (
            [],
            [{"Sid": "S", "Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::x"}],
            ["reach: `policy`: new `S` (allow): `action s3:GetObject`, `every resource but arn:aws:s3:::x`"],
        ),
    ],
)
def test_policies(tmp_path: Path, before: list[Json], after: list[Json], sentences: list[str]) -> None:
    done = update(POLICY, {"policy": document(*before), "x": 1}, {"policy": document(*after), "x": 2})

    assert said(tmp_path, done) == sentences


def test_a_trust_in_anybody_stands_out(tmp_path: Path) -> None:
    trust = document({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"})

    assert said(tmp_path, change(ROLE, "create", after={"assume_role_policy": trust})) == [
        "reach: `assume_role_policy`: new `statement 1` (allow): `for anybody`, `action sts:AssumeRole`"
    ]


def test_a_policy_that_is_not_known_is_said_to_be(tmp_path: Path) -> None:
    done = update(POLICY, {"policy": document()}, {}, after_unknown={"policy": True})

    assert said(tmp_path, done) == ["reach: `policy`: what it allows is not in this plan (known after apply)"]


FAR_ACTIONS = ["*", "**", "*:*", "s3:*", "s3:?*", "s?:*", "i*:PassRole", "iam:Pass*", "sts:Assume*"]
EVERYTHING = ["*", "**", "?*", "arn:*", "arn:aws:*", "arn:aws:s3*", "arn:aws:s3:::*", "arn:aws:ec2:*:*:*"]
ONE_TYPE = [
    ("s3:DeleteObject", "arn:aws:s3:::*/*"),
    ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:eu-central-1:{OWN}:secret:*"),
    ("kms:Decrypt", f"arn:aws:kms:eu-central-1:{OWN}:key/*"),
    ("ssm:SendCommand", f"arn:aws:ec2:eu-central-1:{OWN}:instance/*"),
    ("ssm:SendCommand", f"arn:aws:ec2:eu-central-1:{OWN}:instance/i-*"),
    ("lambda:UpdateFunctionCode", f"arn:aws:lambda:eu-central-1:{OWN}:function:*"),
    ("lambda:UpdateFunctionCode", f"arn:aws:lambda:eu-central-1:{OWN}:function*"),
    ("elasticloadbalancing:DeleteTargetGroup", f"arn:aws:elasticloadbalancing:eu-central-1:{OWN}:targetgroup/*/*"),
    ("sts:AssumeRole", "arn:aws:iam::*:role/admin*"),
    ("sqs:SendMessage", "arn:aws:sqs:eu-central-1:*:queue"),
]
NAMED = [
    ("s3:GetObject", "arn:aws:s3:::x/*"),
    ("s3:GetObject", "arn:aws:s3:::x-*"),
    ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:eu-central-1:{OWN}:secret:dev/*"),
    ("ssm:GetParameter", f"arn:aws:ssm:eu-central-1:{OWN}:parameter/dev/*"),
    ("autoscaling:SetDesiredCapacity", f"arn:aws:autoscaling:eu-central-1:{OWN}:autoScalingGroup:*:x/dev"),
    ("logs:ListTagsForResource", f"arn:aws:logs:eu-central-1:{OWN}:log-group:*"),
    ("route53:GetChange", "arn:aws:route53:::change/*"),
]
ROLES = f"arn:aws:iam::{OWN}:role/*"


@pytest.mark.parametrize(
    ("action", "resource", "level"),
    [
        *((it, ROLES, "reach") for it in FAR_ACTIONS),
        *(("s3:GetObject", it, "reach") for it in EVERYTHING),
        *((*it, "reach") for it in ONE_TYPE),
        *((*it, "note") for it in NAMED),
        ("ec2:Describe*", "*", "note"),
        ("ecr:GetAuthorizationToken", "*", "note"),
        ("iam:PassRole", f"arn:aws:iam::{OWN}:role/dev-node", "note"),
    ],
)
def test_how_far_a_new_statement_reaches(action: str, resource: str, level: str, tmp_path: Path) -> None:
    policy = document(allow(action, resource))

    (sentence,) = said(tmp_path, made(POLICY, policy=policy))
    assert sentence.partition(":")[0] == level


@pytest.mark.parametrize("resource", ["*", f"arn:aws:ec2:eu-central-1:{OWN}:instance/*"])
def test_a_condition_bounds_what_is_allowed_on_everything(resource: str, tmp_path: Path) -> None:
    (sentence,) = said(tmp_path, made(POLICY, policy=document(allow("ec2:RunInstances", resource, Condition=ONLY))))

    assert sentence.startswith("note: ")


def trust(principal: Json, **more: Json) -> str:
    return document({"Sid": "S", "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more})


def subject(operator: str, value: str) -> Json:
    return {"Condition": {operator: {"issuer:sub": value, "issuer:aud": "sts.amazonaws.com"}}}


FEDERATED = {"Federated": f"arn:aws:iam::{OWN}:oidc-provider/issuer"}


@pytest.mark.parametrize(
    ("policy", "level", "end"),
    [
        (trust("*"), "reach", "`for anybody`, `action sts:AssumeRole`"),
        (trust({"AWS": ["*"]}), "reach", "`for anybody`, `action sts:AssumeRole`"),
        (trust({"AWS": f"arn:aws:iam::{OTHER}:root"}), "reach", f"; **not this account: `{OTHER}`**"),
        (trust({"AWS": OTHER}), "reach", f"; **not this account: `{OTHER}`**"),
        (trust({"AWS": f"arn:aws:iam::{OWN}:role/x"}), "note", "`action sts:AssumeRole`"),
        (trust({"Service": "ec2.amazonaws.com"}), "note", "`action sts:AssumeRole`"),
        (trust(FEDERATED), "reach", "`action sts:AssumeRole`"),
        (trust(FEDERATED, **subject("StringLike", "system:serviceaccount:*:*")), "reach", "system:serviceaccount:*:*`"),
        *(
            (trust(FEDERATED, **subject(it, "a")), "reach", "")
            for it in ["StringNotEquals", "StringNotLike", "Null", "StringEqualsIfExists", "ForAllValues:StringEquals"]
        ),
        (trust(FEDERATED, **subject("StringEquals", "system:serviceaccount:a:b")), "note", "serviceaccount:a:b`"),
    ],
)
def test_trusts(policy: str, level: str, end: str, tmp_path: Path) -> None:
    (sentence,) = said(tmp_path, made(ROLE, assume_role_policy=policy), configuration=PROVIDER)

    assert (sentence.partition(":")[0], sentence[len(sentence) - len(end) :]) == (level, end)


def test_a_statement_that_comes_to_reach_all_of_a_type_stands_out(tmp_path: Path) -> None:
    secrets = f"arn:aws:secretsmanager:eu-central-1:{OWN}:secret"
    before, after = (document(allow("secretsmanager:GetSecretValue", f"{secrets}:{it}")) for it in ("x", "*"))

    (sentence,) = said(tmp_path, update(POLICY, {"policy": before}, {"policy": after}))
    assert sentence.partition(":")[0] == "reach"


def test_without_an_account_of_ones_own_the_review_asks(tmp_path: Path) -> None:
    """The account stands in the configuration of the provider, else in the ARNs of what is there."""
    policy = trust({"AWS": f"arn:aws:iam::{OTHER}:root"})
    there = stays("aws_iam_role.y", arn=f"arn:aws:iam::{OWN}:role/y")

    asked, known = (said(tmp_path, made(ROLE, assume_role_policy=policy), *others)[0] for others in ([], [there]))

    assert (asked.partition("; ")[2], known.partition("; ")[2]) == (
        f"**is this account `{OTHER}`?**",
        f"**not this account: `{OTHER}`**",
    )


@pytest.mark.parametrize(
    "written",
    [
        update("aws_kms_key.z", {"tags": {}}, {"tags": {"arn": f"arn:aws:iam::{OTHER}:x"}}),
        made("aws_x.z", arn=f"arn:aws:iam::{OTHER}:x"),
        stays("aws_x.z", source={"arn": f"arn:aws:iam::{OTHER}:x"}),
        change("data.aws_iam_role.z", "read", mode="data", before={"arn": f"arn:aws:iam::{OTHER}:x"}),
    ],
)
def test_an_account_is_not_ones_own_because_somebody_wrote_it(written: Json, tmp_path: Path) -> None:
    there = stays("aws_iam_role.y", arn=f"arn:aws:iam::{OWN}:role/y")
    done = made("aws_iam_role.a", assume_role_policy=trust({"AWS": f"arn:aws:iam::{OTHER}:root"}))

    review = reviewed(tmp_path, {"dev": plan(done, there, written)}).document["stacks"][0]["entries"][0]

    assert [(it["level"], it["text"].partition("; ")[2]) for it in review["sentences"]] == [
        ("reach", f"**not this account: `{OTHER}`**")
    ]


@pytest.mark.parametrize(
    ("principal", "level"),
    [
        (f"arn:aws:iam::{OWN}:root", "note"),
        (f"arn:aws:iam::{OWN}:role/x", "reach"),
        (f"arn:aws:iam::{OTHER}:root", "reach"),
    ],
)
def test_key_policies(principal: str, level: str, tmp_path: Path) -> None:
    """The account itself governs its keys; `*` is the key alone."""
    statement = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": principal}}

    (sentence,) = said(tmp_path, made("aws_kms_key_policy.x", policy=document(statement)), configuration=PROVIDER)
    assert sentence.partition(":")[0] == level
