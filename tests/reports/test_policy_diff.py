"""What differs between two IAM policies, as IAM reads them."""

import json
from pathlib import Path

import pytest

from main import PROJECT
from reports.__main__ import main
from reports.policies.comparison import Change, PolicyDifference, StatementDifference, difference
from reports.policies.document import NoPolicyError, Part, statements_of
from reports.policies.words import in_words
from reports.written import Json

READ = {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::a"}
NARROW = {"StringEquals": {"aws:ResourceAccount": "111122223333"}}
POLICIES = PROJECT / "modules" / "policies"


def between(old: Json, new: Json) -> PolicyDifference:
    return difference(statements_of({"Statement": old}), statements_of({"Statement": new}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (READ, [READ]),
        ([READ], [{**READ, "Sid": "Renamed"}]),
        ([READ], [{**READ, "Action": ["S3:listbucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::a"]}]),
        ([{**READ, "Condition": {"Bool": {"a": "true"}}}], [{**READ, "Condition": {"Bool": {"a": [True]}}}]),
        ([{**READ, "Principal": "*"}], [{**READ, "Principal": {"AWS": ["*"]}}]),
        ([READ, {**READ, "Sid": "B", "Action": "ec2:Run"}], [{**READ, "Sid": "B", "Action": "ec2:Run"}, READ]),
    ],
    ids=["no list", "sid", "spelling", "texts", "principal", "order"],
)
def test_what_iam_reads_alike_is_alike(old: Json, new: Json) -> None:
    assert between(old, new) == PolicyDifference((), (), ())
    assert not between(old, new)


def test_a_statement_that_changed_says_what_came_and_went() -> None:
    new = {**READ, "Action": ["s3:GetObject", "s3:PutObject"], "Condition": NARROW}

    assert between([READ], [new]) == PolicyDifference(
        newly_allowed=("s3:PutObject",),
        no_longer_allowed=("s3:ListBucket",),
        statements=(
            StatementDifference(
                name="Read",
                effect="Allow",
                change=Change.CHANGED,
                added={
                    Part.ACTIONS: ("s3:PutObject",),
                    Part.CONDITIONS: ("StringEquals aws:ResourceAccount = 111122223333",),
                },
                removed={Part.ACTIONS: ("s3:ListBucket",)},
                parts={
                    Part.ACTIONS: frozenset({"s3:GetObject", "s3:PutObject"}),
                    Part.RESOURCES: frozenset({"arn:aws:s3:::a"}),
                    Part.CONDITIONS: frozenset({"StringEquals aws:ResourceAccount = 111122223333"}),
                },
            ),
        ),
    )


def test_without_sids_the_most_alike_are_one_statement() -> None:
    bare = {key: value for key, value in READ.items() if key != "Sid"}
    other = {"Effect": "Allow", "Action": ["sqs:ReceiveMessage"], "Resource": "*"}

    found = between([bare, other], [other, {**bare, "Resource": "arn:aws:s3:::b"}])

    assert [(it.name, it.change, it.added, it.removed) for it in found.statements] == [
        (
            "statement 2",
            Change.CHANGED,
            {Part.RESOURCES: ("arn:aws:s3:::b",)},
            {Part.RESOURCES: ("arn:aws:s3:::a",)},
        )
    ]


def test_statements_that_have_too_little_in_common_came_and_went() -> None:
    other = {"Effect": "Allow", "Action": ["sqs:ReceiveMessage"], "Resource": "*"}

    assert [(it.name, it.change) for it in between([READ], [other]).statements] == [
        ("statement 1", Change.ADDED),
        ("Read", Change.REMOVED),
    ]


def test_an_action_that_a_wildcard_allowed_before_is_not_new() -> None:
    found = between([{**READ, "Action": "S3:*"}], [READ])

    assert (found.newly_allowed, found.no_longer_allowed) == ((), ("S3:*",))


def test_everything_but_some_actions_counts_as_everything() -> None:
    but = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}

    assert between([READ], [but]).newly_allowed == ("*",)


@pytest.mark.parametrize(
    ("old", "new", "widens"),
    [
        ([], [READ], [True]),
        ([READ], [], [False]),
        ([READ], [{**READ, "Condition": NARROW}], [False]),
        ([{**READ, "Condition": NARROW}], [READ], [True]),
        ([READ], [{**READ, "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}], [True]),
        ([READ], [{**READ, "Action": "s3:GetObject"}], [False]),
        ([], [{**READ, "Effect": "Deny"}], [False]),
        ([{**READ, "Effect": "Deny"}], [], [True]),
        ([{**READ, "Effect": "Deny"}], [{**READ, "Effect": "Deny", "Condition": NARROW}], [True]),
        ([{**READ, "Effect": "Deny"}], [READ], [True, True]),
    ],
)
def test_what_may_allow_more(old: Json, new: Json, widens: list[bool]) -> None:
    assert [it.widens for it in between(old, new).statements] == widens


@pytest.mark.parametrize(
    ("part", "item", "words"),
    [
        (Part.ACTIONS, "s3:GetObject", "action s3:GetObject"),
        (Part.ACTIONS, "*", "action every action of every service"),
        (Part.ACTIONS, "ec2:*", "action every action of ec2"),
        (Part.ACTIONS, "ec2:Describe*", "action every action of ec2 that begins with Describe"),
        (Part.ACTIONS, "ec2:*Tags", "action ec2:*Tags"),
        (Part.RESOURCES, "*", "resource every resource"),
        (Part.PRINCIPALS, "AWS *", "for anybody"),
        (Part.PRINCIPALS, "Service eks.amazonaws.com", "for Service eks.amazonaws.com"),
        (Part.CONDITIONS, "StringEquals a = b, c", "only where a is b or c"),
        (Part.CONDITIONS, "Null a = false", "only where a is present"),
        (Part.CONDITIONS, "StringLikeIfExists a = b*", "only where a is like b*, or a is absent"),
        (Part.CONDITIONS, "ForAnyValue:StringLike a = b*", "only where a value of a is like b*"),
        (Part.CONDITIONS, "NumericLessThan a = 3", "only where NumericLessThan a = 3"),
    ],
)
def test_words(part: Part, item: str, words: str) -> None:
    assert in_words(part, item) == words


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "is no IAM policy: it has no Statement"),
        ({"Statement": [{"Action": "*"}]}, "is no IAM policy: a statement has no Effect, Allow or Deny"),
        (
            {"Statement": {"Effect": "Allow", "Actions": "*"}},
            "is no IAM policy: a statement has Actions, which IAM does not know",
        ),
        (
            {"Statement": {"Effect": "Allow", "Condition": {"Bool": "x"}}},
            "is no IAM policy: a Condition is no map of operators to maps",
        ),
    ],
)
def test_what_is_no_policy_is_refused(document: Json, words: str) -> None:
    with pytest.raises(NoPolicyError) as refused:
        statements_of(document)

    assert str(refused.value) == words


def written(file: Path, *statements: Json) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}))
    return file


def test_files_are_compared_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = written(tmp_path / "reader-1.0.0.json", READ)
    new = written(tmp_path / "reader-1.1.0.json", {**READ, "Action": ["s3:GetObject", "s3:List*"], "Resource": "*"})

    assert main(["policy-diff", str(old), str(new)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "reader:",
        "  newly allowed: every action of s3 that begins with List",
        "  Read (Allow), and may allow more:",
        "    - action s3:ListBucket",
        "    - resource arn:aws:s3:::a",
        "    + action every action of s3 that begins with List",
        "    + resource every resource",
    ]


def test_folders_are_compared_policy_by_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By their names without versions."""
    for name in ("a-1.0.0", "same-v1.0.0"):
        written(tmp_path / "old" / f"{name}.json", READ)
    for name in ("b-2.0.0", "same-v2.0.0"):
        written(tmp_path / "new" / f"{name}.json", READ)

    assert main(["policy-diff", "--json", str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    parts = {"actions": ["s3:GetObject", "s3:ListBucket"], "resources": ["arn:aws:s3:::a"]}
    statement = {"name": "Read", "effect": "Allow", "change": "removed", "widens": False, "added": {}, "removed": parts}
    assert json.loads(capsys.readouterr().out) == {
        "format_version": "1.0",
        "policies": {
            "a": {
                "newly_allowed": [],
                "no_longer_allowed": ["s3:GetObject", "s3:ListBucket"],
                "statements": [statement],
            },
            "b": {
                "newly_allowed": ["s3:GetObject", "s3:ListBucket"],
                "no_longer_allowed": [],
                "statements": [{**statement, "change": "added", "widens": True, "added": parts, "removed": {}}],
            },
        },
    }


def test_the_policies_of_this_repository_equal_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy-diff", str(POLICIES), str(POLICIES)]) == 0
    assert capsys.readouterr().out == ""


def test_trouble_is_another_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "old" / "a-1.0.json", READ)
    written(tmp_path / "old" / "a-1.1.json", READ)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    wrong = {
        tmp_path / "missing.json": "can't be read (No such file or directory)",
        tmp_path
        / "text.json": "is no JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
        tmp_path / "list.json": "is no IAM policy: it has no Statement",
    }
    for other, words in wrong.items():
        assert main(["policy-diff", str(file), str(other)]) == 2
        assert capsys.readouterr().err == f"{other}: {words}\n"
    folders = {
        file: f"{tmp_path}/old and {file}: name two files, or two folders",
        tmp_path
        / "empty": f"{tmp_path}/old: has a-1.0.json and a-1.1.json, two versions of one policy; name the files",
    }
    for other, words in folders.items():
        assert main(["policy-diff", str(tmp_path / "old"), str(other)]) == 2
        assert capsys.readouterr().err == f"{words}\n"
    assert main(["policy-diff", str(tmp_path / "empty"), str(tmp_path / "empty")]) == 2
    assert capsys.readouterr().err == f"{tmp_path}/empty: has no *.json\n"
