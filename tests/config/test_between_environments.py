"""What no two environments may share, answered in the later file with the name of the earlier one."""

import base64

import pytest

from tests.config.environment_files import ABSENT, Changes, Folder, Refused, right_file

BARE = {"hosted_zones": ABSENT, "controllers": ABSENT, "smoke_test": ABSENT}
ZONE = [{"name": "example.com", "id": "Z1"}]
ZONES = [*ZONE, {"name": "example.org", "id": "Z2"}]
CONTROLLERS: dict[str, object] = {"aws-load-balancer-controller": {}, "external-dns": {}}
SMOKE_TEST = {"service_hostname": "a.example.com", "ingress_hostname": "b.example.com"}
BUCKET = {"backend": "s3", "bucket": "states"}
ELSEWHERE = {**BUCKET, "bucket_stack": "elsewhere"}
ACCOUNT = {"account_id": "111122223333"}
OTHER_ACCOUNT = {"account_id": "444455556666"}


def in_region(region: str, partition: str) -> Changes:
    zones = [f"{region}a", f"{region}b"]
    return {
        "region": region,
        "network.availability_zones": zones,
        "cluster.availability_zones": zones,
        "cluster.deployers": [f"arn:{partition}:iam::111122223333:role/deployer"],
        "cluster.node_groups.system.availability_zones": zones,
    }


IN_LONDON, IN_CHINA = in_region("eu-west-2", "aws"), in_region("cn-north-1", "aws-cn")


def chart(name: str, purpose: str) -> Changes:
    return {
        "charts": {name: {"repository": "https://example.com", "version": "1.0.0", "policy_files": {purpose: "a.json"}}}
    }


def two(first: Changes, second: Changes) -> Folder:
    """Two right files, without a hosted zone and what needs one, with changes."""
    return {"a.yaml": right_file({**BARE, **first}), "b.yaml": right_file({**BARE, **second})}


VPC = {
    "vpc_id": "vpc-0123456789abcdef0",
    "cidr_blocks": ["10.40.0.0/16"],
    "private_subnet_ids": {"eu-central-1a": "subnet-01234567", "eu-central-1b": "subnet-89abcdef"},
}
SUBNETS = {"network": ABSENT, "existing_network": VPC}
TAGGED_SUBNETS = {"network": ABSENT, "existing_network": {**VPC, "subnet_tags": "added"}}

_ID = "0123456789ABCDEF0123456789ABCDEF"
_CERTIFICATE = base64.b64encode(b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").decode()


def existing_cluster(name: str) -> Changes:
    cluster = {
        "name": name,
        "version": "1.35",
        "endpoint": f"https://{_ID}.gr7.eu-central-1.eks.amazonaws.com",
        "certificate_authority_data": _CERTIFICATE,
        "oidc_issuer": f"https://oidc.eks.eu-central-1.amazonaws.com/id/{_ID}",
        "oidc_provider": {"mode": "create"},
    }
    return {**SUBNETS, "cluster": ABSENT, "existing_cluster": cluster}


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        (
            TAGGED_SUBNETS,
            TAGGED_SUBNETS,
            [
                (
                    "existing_network.subnet_tags: added: makes environments/a.yaml and this file tag the same "
                    "subnets, and the first to be destroyed takes the tags of both away; write checked in one of the "
                    "two"
                )
            ],
        ),
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
            {"state": BUCKET, **ACCOUNT},
            {"state": ELSEWHERE, **OTHER_ACCOUNT},
            [
                (
                    "state.bucket: states: is made by environments/a.yaml in account 111122223333, "
                    "out of reach of this file in 444455556666; write a bucket in the account of each"
                )
            ],
        ),
        (
            {"state": ELSEWHERE, **ACCOUNT},
            {"state": {**BUCKET, "bucket_stack": "in-bucket"}, **OTHER_ACCOUNT},
            [
                (
                    "state.bucket: states: is made by this file in account 444455556666, "
                    "out of reach of environments/a.yaml in 111122223333; write a bucket in the account of each"
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
        (
            {"cluster.name": "main", "account_id": "111122223333", "hosted_zones": ZONES},
            {"cluster.name": "main", "account_id": "444455556666", "hosted_zones": ZONE},
            [
                (
                    "cluster.name: main: is the cluster of environments/a.yaml too, and ExternalDNS tells by it whose "
                    "records are in the hosted zone that both have; write another name"
                )
            ],
        ),
        (
            {"cluster.name": "main", "iam": {"name_prefix": "a-"}},
            {"cluster.name": "main", "iam": {"name_prefix": "b-"}},
            ["cluster.name: main: is the cluster of environments/a.yaml too, in the same region; write another name"],
        ),
        (
            {"cluster.name": "main", "iam": {"name_prefix": "team-"}},
            {"cluster.name": "team-main"},
            [
                (
                    "cluster.name: team-main: makes IAM names that begin with team-main, and those of "
                    "environments/a.yaml begin with team-main, which is the same to IAM; write another name, or the "
                    "account_id of both"
                )
            ],
        ),
        (
            {"cluster.name": "main"},
            existing_cluster("main"),
            [
                (
                    "existing_cluster.name: main: is the cluster of environments/a.yaml too, and IAM names follow from "
                    "it in the whole account; keep one of the two, or write iam.name_prefix, or the account_id of both"
                )
            ],
        ),
        (
            {"cluster.name": "main", "hosted_zones": ZONE},
            {**existing_cluster("main"), "hosted_zones": ZONE},
            [
                (
                    "existing_cluster.name: main: is the cluster of environments/a.yaml too, and ExternalDNS tells by "
                    "it whose records are in the hosted zone that both have; leave the zone out of one of the two"
                )
            ],
        ),
        (
            {"cluster.name": "main", "iam": {"name_prefix": "a-"}},
            existing_cluster("main"),
            [
                (
                    "existing_cluster.name: main: is the cluster of environments/a.yaml too, in the same region; let "
                    "one of the two install its controllers"
                )
            ],
        ),
        (
            {"cluster.name": "ma", "iam": {"name_prefix": "team-"}},
            existing_cluster("team-ma"),
            [
                (
                    "existing_cluster.name: team-ma: makes IAM names that begin with team-ma, and those of "
                    "environments/a.yaml begin with team-ma, which is the same to IAM; write iam.name_prefix, or the "
                    "account_id of both"
                )
            ],
        ),
        (
            {"cluster.name": "Main"},
            {"cluster.name": "main"},
            [
                (
                    "cluster.name: main: makes IAM names that begin with main, and those of environments/a.yaml begin "
                    "with Main, which is the same to IAM; write another name, or the account_id of both"
                )
            ],
        ),
        (
            {"cluster.name": "main", **chart("shop-web", "read")},
            {"cluster.name": "main-shop", **chart("web", "read")},
            [
                (
                    "charts.web: web: makes main-shop-web in IAM, and so does charts.shop-web of environments/a.yaml; "
                    "choose another name, or write the account_id of both"
                )
            ],
        ),
        (
            {"cluster.name": "Main", **chart("shop", "web-read")},
            {"cluster.name": "main-shop", **chart("web", "read")},
            [
                (
                    "charts.web: web: makes main-shop-web-read in IAM, and so does charts.shop of environments/a.yaml; "
                    "choose another name, or write the account_id of both"
                )
            ],
        ),
        (
            {"hosted_zones": ZONE, "controllers": CONTROLLERS, "smoke_test": SMOKE_TEST},
            {
                "hosted_zones": ZONE,
                "controllers": CONTROLLERS,
                "smoke_test": {**SMOKE_TEST, "service_hostname": "b.example.com", "ingress_hostname": "c.example.com"},
            },
            [
                (
                    "smoke_test.service_hostname: b.example.com: is a name of the smoke test of environments/a.yaml "
                    "too; write another one"
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
        (TAGGED_SUBNETS, SUBNETS),
        ({"state": BUCKET}, {"state": ELSEWHERE}),
        ({"state": {**BUCKET, "bucket_stack": "in-bucket"}}, {"state": ELSEWHERE}),
        ({"state": BUCKET, **ACCOUNT}, {"state": ELSEWHERE, **ACCOUNT}),
        ({"state": BUCKET, **ACCOUNT}, {"state": ELSEWHERE}),
        ({"state": ELSEWHERE, **ACCOUNT}, {"state": ELSEWHERE, **OTHER_ACCOUNT}),
        ({"state": BUCKET}, {"state": {**BUCKET, "bucket": "others"}}),
        ({"state": ELSEWHERE}, {"state": {**ELSEWHERE, "key_prefix": "a/b"}}),
        (
            {"cluster.name": "main", "account_id": "111122223333", "hosted_zones": ZONE},
            {"cluster.name": "main", "account_id": "444455556666", "hosted_zones": ZONES[1:]},
        ),
        ({"hosted_zones": ZONE}, {"hosted_zones": ZONE}),
        ({"cluster.name": "main", "iam": {"name_prefix": "a-"}}, {"cluster.name": "main", **IN_LONDON}),
        ({"cluster.name": "main"}, {"cluster.name": "main", **IN_CHINA}),
        ({"cluster.name": "Main", **ACCOUNT}, {"cluster.name": "main", **OTHER_ACCOUNT}),
        (
            {"cluster.name": "main", **ACCOUNT, **chart("shop-web", "read")},
            {"cluster.name": "main-shop", **OTHER_ACCOUNT, **chart("web", "read")},
        ),
        (chart("web", "read"), chart("web", "read")),
    ],
)
def test_what_two_environments_may_share(refused: Refused, first: Changes, second: Changes) -> None:
    assert refused(two(first, second)) == []
