"""What no two environments may share, answered in the later file with the name of the earlier one."""

import pytest

from tests.config.environment_files import Changes, Folder, Refused, right_file

BUCKET = {"backend": "s3", "bucket": "states"}
ELSEWHERE = {**BUCKET, "bucket_stack": "elsewhere"}


def two(first: Changes, second: Changes) -> Folder:
    return {"a.yaml": right_file(first), "b.yaml": right_file(second)}


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        (
            {"state": BUCKET},
            {"state": BUCKET},
            [
                (
                    "state.bucket_stack: local: makes environments/a.yaml and this file both owners of states; "
                    "write elsewhere in one of the two"
                )
            ],
        ),
        (
            {"state": ELSEWHERE},
            {"state": {**ELSEWHERE, "key_prefix": "a"}},
            ["state.key_prefix: a: is where environments/a.yaml keeps its states; write another one"],
        ),
        (
            {"state": ELSEWHERE},
            {"state": {**ELSEWHERE, "region": "eu-west-1"}},
            [
                (
                    "state.bucket: states: is in eu-west-1, but environments/a.yaml has it in eu-central-1; "
                    "correct state.region"
                )
            ],
        ),
        (
            {"cluster.name": "main"},
            {"cluster.name": "main"},
            [
                (
                    "cluster.name: main: is the cluster of environments/a.yaml too, and IAM names follow from it "
                    "in the whole account; write another name, or the account_id of both"
                )
            ],
        ),
        (
            {},
            {"cluster.name": "a", "account_id": "111122223333"},
            [
                (
                    "cluster.name: a: is the cluster of environments/a.yaml too, and IAM names follow from it in the "
                    "whole account; write another name, or the account_id of both"
                )
            ],
        ),
    ],
)
def test_what_two_environments_may_not_share(
    refused: Refused, first: Changes, second: Changes, lines: list[str]
) -> None:
    assert refused(two(first, second)) == [f"environments/b.yaml: {line}" for line in lines]


def test_a_mistake_in_one_file_does_not_hide_what_two_files_share(refused: Refused) -> None:
    wrong = {"state": {**ELSEWHERE, "key_prefix": "a"}, "network.zone_slots": 1}

    assert refused(two({"state": BUCKET}, wrong)) == [
        "environments/b.yaml: network.zone_slots: 1: must be at least 2",
        "environments/b.yaml: state.key_prefix: a: is where environments/a.yaml keeps its states; write another one",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"state": BUCKET}, {"state": ELSEWHERE}),
        ({"state": {**BUCKET, "bucket_stack": "in-bucket"}}, {"state": ELSEWHERE}),
        ({"state": BUCKET}, {"state": {**BUCKET, "bucket": "others"}}),
        ({"state": ELSEWHERE}, {"state": {**ELSEWHERE, "key_prefix": "a/b"}}),
        (
            {"cluster.name": "main", "account_id": "111122223333"},
            {"cluster.name": "main", "account_id": "444455556666"},
        ),
    ],
)
def test_what_two_environments_may_share(refused: Refused, first: Changes, second: Changes) -> None:
    assert refused(two(first, second)) == []
