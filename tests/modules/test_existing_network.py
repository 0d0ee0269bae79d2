"""A VPC that someone else made: what is asked of it, and the words in which a plan fails."""

from cdktf import TerraformOutput
from constructs import Construct

from config.cluster.vpc_cni import IpFamily
from config.names import ClusterNames
from config.network.existing_network import ExistingNetwork as ExistingNetworkSettings
from config.network.existing_network import SubnetTags
from modules.existing_network import ExistingNetwork
from tests.synthesis import Json, synthesize_stack

VPC = "vpc-01234567"
PRIVATE = {"eu-central-1a": "subnet-0000000a", "eu-central-1b": "subnet-0000000b"}
PUBLIC = {"eu-central-1a": "subnet-0000001a"}
INTRA = {"eu-central-1a": "subnet-0000002a", "eu-central-1b": "subnet-0000002b"}


def synthesize(
    *,
    tags: SubnetTags = SubnetTags.CHECKED,
    public: dict[str, str] | None = None,
    intra: dict[str, str] | None = None,
    control_plane_zones: tuple[str, ...] = (),
    ip_family: IpFamily = "ipv4",
) -> Json:
    settings = {
        "vpc_id": VPC,
        "cidr_blocks": ("10.0.0.0/16", "100.64.0.0/16"),
        "private_subnet_ids": PRIVATE,
        "public_subnet_ids": public or {},
        "intra_subnet_ids": intra or {},
        "subnet_tags": tags,
    }

    def build(stack: Construct) -> None:
        network = ExistingNetwork(
            stack,
            "net",
            names=ClusterNames("test"),
            network=ExistingNetworkSettings.model_validate(settings),
            control_plane_zones=control_plane_zones,
            ip_family=ip_family,
        )
        for name in ("vpc_id", "vpc_arn", "account_id", "public_subnet_ids", "private_subnet_ids", "intra_subnet_ids"):
            TerraformOutput(stack, name, value=getattr(network, name), static_id=True)

    return synthesize_stack(build)


def conditions(stack: Json, subnet: str) -> dict[str, str]:
    """Condition to message, of a subnet."""
    found = stack["data"]["aws_subnet"][f"net_{subnet}-subnet"]["lifecycle"]["postcondition"]
    return {it["condition"]: it["error_message"] for it in found}


def ids(tier: str, *zones: str) -> dict[str, str]:
    return {zone: f"${{data.aws_subnet.net_{tier}-{zone}-subnet.id}}" for zone in zones}


def test_nothing_is_made_and_ids_are_handed_on_once_they_are_checked() -> None:
    stack = synthesize(public=PUBLIC, intra=INTRA)

    assert "resource" not in stack
    assert {name: output["value"] for name, output in stack["output"].items()} == {
        "vpc_id": "${data.aws_vpc.net_vpc.id}",
        "vpc_arn": "${data.aws_vpc.net_vpc.arn}",
        "account_id": "${data.aws_caller_identity.net_account.account_id}",
        "public_subnet_ids": ids("public", *PUBLIC),
        "private_subnet_ids": ids("private", *PRIVATE),
        "intra_subnet_ids": ids("intra", *INTRA),
    }


def test_without_intra_subnets_the_control_plane_is_in_the_private_ones() -> None:
    stack = synthesize()

    assert stack["output"]["intra_subnet_ids"]["value"] == ids("private", *PRIVATE)
    assert stack["output"]["public_subnet_ids"]["value"] == {}


def test_the_vpc_resolves_names_and_has_the_ranges_of_the_file() -> None:
    ranges = '[for it in self.cidr_block_associations: it.cidr_block if it.state == "associated"]'

    assert synthesize()["data"]["aws_vpc"] == {
        "net_vpc": {
            "id": VPC,
            "lifecycle": {
                "postcondition": [
                    {
                        "condition": "${self.enable_dns_support && self.enable_dns_hostnames}",
                        "error_message": f"{VPC} has DNS resolution or DNS hostnames turned off, and nodes would not "
                        "find the cluster: turn on both.",
                    },
                    {
                        "condition": f'${{toset({ranges}) == toset(["10.0.0.0/16", "100.64.0.0/16"])}}',
                        "error_message": f'{VPC} has the address ranges ${{join(", ", {ranges})}}: '
                        "write exactly these in existing_network.cidr_blocks.",
                    },
                ]
            },
        }
    }


def test_a_private_subnet_is_where_the_file_says_gives_no_public_addresses_and_has_its_tag() -> None:
    key = "existing_network.private_subnet_ids.eu-central-1a"

    assert conditions(synthesize(), "private-eu-central-1a") == {
        f'${{self.vpc_id == "{VPC}"}}': f"subnet-0000000a lies in ${{self.vpc_id}}, not in {VPC}: correct {key}.",
        '${self.availability_zone == "eu-central-1a"}': (
            f"subnet-0000000a lies in ${{self.availability_zone}}, not in eu-central-1a: correct {key}."
        ),
        "${!self.map_public_ip_on_launch}": (
            "subnet-0000000a gives public addresses to what starts in it, so it is no private subnet: turn that off "
            f"(map_public_ip_on_launch), or correct {key}."
        ),
        '${lookup(self.tags, "kubernetes.io/role/internal-elb", "") == "1"}': (
            "subnet-0000000a has no tag kubernetes.io/role/internal-elb=1, by which load balancers find it: add the "
            "tag, or write added or unused for existing_network.subnet_tags."
        ),
    }


def test_public_and_intra_subnets_have_the_conditions_of_their_tiers() -> None:
    stack = synthesize(public=PUBLIC, intra=INTRA)

    assert {tier: list(conditions(stack, f"{tier}-eu-central-1a"))[2:] for tier in ("public", "intra")} == {
        "public": ['${lookup(self.tags, "kubernetes.io/role/elb", "") == "1"}'],
        "intra": ["${!self.map_public_ip_on_launch}"],
    }


def test_tags_that_are_added_are_resources_and_no_condition() -> None:
    stack = synthesize(tags=SubnetTags.ADDED, public=PUBLIC)

    added = [(it["resource_id"], it["key"], it["value"]) for it in stack["resource"]["aws_ec2_tag"].values()]
    assert sorted(added) == sorted(
        [
            *((it, "kubernetes.io/role/internal-elb", "1") for it in ids("private", *PRIVATE).values()),
            *((it, "karpenter.sh/discovery", "test") for it in ids("private", *PRIVATE).values()),
            *((it, "kubernetes.io/role/elb", "1") for it in ids("public", *PUBLIC).values()),
        ]
    )
    assert not any("tags" in condition for condition in conditions(stack, "private-eu-central-1a"))


def test_tags_that_nobody_uses_are_neither_added_nor_looked_at() -> None:
    stack = synthesize(tags=SubnetTags.UNUSED, public=PUBLIC)

    assert "resource" not in stack
    assert not any("tags" in condition for condition in conditions(stack, "private-eu-central-1a"))


def test_too_few_free_addresses_are_a_warning_for_the_control_planes_subnets_alone() -> None:
    """EKS needs six of each; pods take them and give them back, so a plan must not fail for it."""
    stack = synthesize(control_plane_zones=("eu-central-1b",))

    subnet = "data.aws_subnet.net_private-eu-central-1b-subnet"
    assert stack["check"] == {
        "addresses-for-the-control-plane": {
            "assert": [
                {
                    "condition": f"${{{subnet}.available_ip_address_count >= 6}}",
                    "error_message": f"${{{subnet}.id}} in eu-central-1b has ${{{subnet}.available_ip_address_count}} "
                    "free addresses; EKS needs 6 in each subnet of the control plane to make and to upgrade it: free "
                    "some, or name other subnets in existing_network.intra_subnet_ids.",
                }
            ]
        }
    }


def test_a_cluster_with_ipv6_asks_for_it_in_its_own_subnets() -> None:
    with_ipv6, without = (synthesize(public=PUBLIC, intra=INTRA, ip_family=ip_family) for ip_family in ("ipv6", "ipv4"))
    asked = {
        tier: list(conditions(with_ipv6, subnet).keys() - conditions(without, subnet).keys())
        for tier, subnet in ((tier, f"{tier}-eu-central-1a") for tier in ("private", "public", "intra"))
    }

    both = {'${self.ipv6_cidr_block != null && self.ipv6_cidr_block != ""}', "${self.assign_ipv6_address_on_creation}"}
    assert {tier: set(found) for tier, found in asked.items()} == {"private": both, "public": set(), "intra": both}
