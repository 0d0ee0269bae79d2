"""VPC endpoints: AWS services inside the VPC, for its own traffic and its own account."""

import pytest

from config.network.network import InternetGateway
from config.network.vpc_endpoints import DerivedInterfaceEndpoints, EndpointPolicy, VpcEndpoints
from config.regions import Region
from modules.vpc_endpoints import endpoint_policy
from tests.modules.networks import synthesize_network
from tests.synthesis import Json, policy_statements

VPC = "${aws_vpc.net_vpc.id}"
ACCOUNT = "${aws_vpc.net_vpc.owner_id}"
OWN_ACCOUNT = {
    "Sid": "OnlyPrincipalsOfThisAccount",
    "Effect": "Allow",
    "Principal": "*",
    "Action": "*",
    "Resource": "*",
    "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
}


def endpoints(policy: EndpointPolicy = EndpointPolicy.OWN_ACCOUNT) -> VpcEndpoints:
    return VpcEndpoints(gateway=("s3", "dynamodb"), interface=DerivedInterfaceEndpoints(mode="derived", policy=policy))


def synthesize(policy: EndpointPolicy = EndpointPolicy.OWN_ACCOUNT) -> Json:
    return synthesize_network("ab", endpoints=endpoints(policy))["resource"]


def test_each_service_has_an_address_in_each_zone_and_its_own_name() -> None:
    made = synthesize()["aws_vpc_endpoint"]

    interface = {name: it for name, it in made.items() if it["vpc_endpoint_type"] == "Interface"}
    assert [it["service_name"] for it in interface.values()] == [
        "com.amazonaws.eu-central-1.ec2",
        "com.amazonaws.eu-central-1.ecr.api",
        "com.amazonaws.eu-central-1.sts",
    ]
    ecr = interface["net_interface-endpoints_ecr-api-endpoint"]
    assert {key: value for key, value in ecr.items() if key != "policy"} == {
        "vpc_id": VPC,
        "vpc_endpoint_type": "Interface",
        "service_name": "com.amazonaws.eu-central-1.ecr.api",
        "subnet_ids": [f"${{aws_subnet.net_private_eu-central-1{letter}-subnet.id}}" for letter in "ab"],
        "security_group_ids": ["${aws_security_group.net_interface-endpoints_security-group.id}"],
        "private_dns_enabled": True,
        "tags": {"Name": "test-ecr.api"},
    }


def test_only_the_vpc_may_come_and_only_by_https() -> None:
    resources = synthesize()

    assert resources["aws_security_group"] == {
        "net_interface-endpoints_security-group": {
            "name": "test-vpc-endpoints",
            "description": "Interface endpoints of the VPC of test",
            "vpc_id": VPC,
            "tags": {"Name": "test-vpc-endpoints"},
        }
    }
    assert resources["aws_vpc_security_group_ingress_rule"] == {
        "net_interface-endpoints_https-from-vpc": {
            "security_group_id": "${aws_security_group.net_interface-endpoints_security-group.id}",
            "description": "HTTPS from the vpc",
            "cidr_ipv4": "${aws_vpc.net_vpc.cidr_block}",
            "ip_protocol": "tcp",
            "from_port": 443,
            "to_port": 443,
        }
    }
    assert "aws_vpc_security_group_egress_rule" not in resources


def test_only_principals_of_the_account_use_them_but_where_nobody_signs() -> None:
    made = synthesize()["aws_vpc_endpoint"]

    statements = {it["service_name"].removeprefix("com.amazonaws.eu-central-1."): it["policy"] for it in made.values()}
    assert {service: policy_statements(policy) for service, policy in statements.items()} == {
        "ec2": [OWN_ACCOUNT],
        "ecr.api": [OWN_ACCOUNT],
        "dynamodb": [OWN_ACCOUNT],
        "sts": [
            OWN_ACCOUNT,
            {
                "Sid": "ServiceAccountsAssumeRolesOfThisAccount",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Resource": f"arn:aws:iam::{ACCOUNT}:role/*",
            },
        ],
        "s3": [
            OWN_ACCOUNT,
            {
                "Sid": "LayersOfImagesInEcr",
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
            },
        ],
    }


def test_full_access_is_the_default_of_aws() -> None:
    assert [it.get("policy") for it in synthesize(EndpointPolicy.FULL_ACCESS)["aws_vpc_endpoint"].values()] == [
        None
    ] * 5


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_policies_name_the_partition_of_the_region(region: str, partition: str) -> None:
    policy = endpoint_policy(EndpointPolicy.OWN_ACCOUNT, "s3", region=Region(region), account_id="111122223333")

    assert policy is not None
    assert policy_statements(policy)[1]["Resource"] == f"arn:{partition}:s3:::prod-{region}-starport-layer-bucket/*"


def test_without_an_internet_gateway_there_is_no_way_out_and_no_public_subnet() -> None:
    stack = synthesize_network("ab", internet_gateway=InternetGateway.NONE, endpoints=endpoints())

    kinds = {"aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_route", "aws_egress_only_internet_gateway"}
    assert set(stack["resource"]) & kinds == set()
    assert {name.split("_")[1] for name in stack["resource"]["aws_subnet"]} == {"private", "intra"}
    assert stack["output"]["public_subnet_ids"]["value"] == {}


def test_the_other_subnets_keep_their_addresses() -> None:
    subnets, left = (
        synthesize_network("ab", internet_gateway=gateway)["resource"]["aws_subnet"] for gateway in InternetGateway
    )

    assert left == {name: subnet for name, subnet in subnets.items() if "public" not in name}
