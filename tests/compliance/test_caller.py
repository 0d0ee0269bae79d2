"""No plan depends on who runs it: two people, or a person and a pipeline, would undo each other's applies for ever."""

import json
import re

import pytest

from tests.synthesis import Json, Synthesized

# What a provider can tell of the credentials that it runs with. The account is the environment's, whoever runs it.
ABOUT_THE_CALLER = ("aws_caller_identity", "aws_canonical_user_id", "aws_iam_session_context")
SAME_FOR_ALL = {("aws_caller_identity", "account_id")}


def about_the_caller(stack: Json) -> set[str]:
    """What a stack takes from its caller: for a resource, an output, a local value, a provider or another data source.

    A reference to a whole data source counts too: it has the caller's ARN in it.
    """
    kinds = "|".join(ABOUT_THE_CALLER)
    references = re.findall(rf"data\.({kinds})\.[\w-]+(?:\.(\w+)|\[\W*(\w+))?", json.dumps(stack))
    return {
        f"{kind}.{attribute or quoted or '*'}"
        for kind, attribute, quoted in references
        if (kind, attribute or quoted) not in SAME_FOR_ALL
    }


def test_no_argument_comes_from_the_caller(synthesized: Synthesized) -> None:
    assert {id: found for id, stack in synthesized.stacks.items() if (found := about_the_caller(stack))} == {}


@pytest.mark.parametrize(
    ("stack", "found"),
    [
        ({"resource": {"x": {"y": {"tags": {"by": "${data.aws_caller_identity.me.arn}"}}}}}, "aws_caller_identity.arn"),
        ({"resource": {"x": {"y": {"admin": '${data.aws_caller_identity.me["arn"]}'}}}}, "aws_caller_identity.arn"),
        ({"locals": {"me": '${split(":", data.aws_caller_identity.me.user_id)[0]}'}}, "aws_caller_identity.user_id"),
        ({"output": {"me": {"value": "${data.aws_caller_identity.me}"}}}, "aws_caller_identity.*"),
        (
            {"data": {"x": {"y": {"arn": "${data.aws_iam_session_context.me.issuer_arn}"}}}},
            "aws_iam_session_context.issuer_arn",
        ),
        ({"resource": {"x": {"y": {"grant": "${data.aws_canonical_user_id.me.id}"}}}}, "aws_canonical_user_id.id"),
    ],
    ids=["ARN", "ARN in brackets", "user id in a function", "all of it", "session", "canonical user"],
)
def test_what_comes_from_the_caller_is_seen(stack: Json, found: str) -> None:
    assert about_the_caller(stack) == {found}


def test_the_account_is_the_same_for_all() -> None:
    used = '${data.aws_caller_identity.me.account_id} ${data.aws_caller_identity.me["account_id"]}'

    assert about_the_caller({"resource": {"x": {"y": {"account": used}}}}) == set()
