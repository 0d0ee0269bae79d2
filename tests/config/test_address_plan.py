"""The address plan: subnets that do not overlap, and that stay where they are."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.network.address_plan import (
    ADDRESSES_RESERVED_IN_A_SUBNET,
    MOST_ZONE_SLOTS,
    SMALLEST_SUBNET_PREFIX,
    AddressPlan,
    Tier,
    slots,
)


@st.composite
def plans(draw: st.DrawFn) -> AddressPlan:
    """Plans of every size that AWS allows for a VPC, with room for their subnets."""
    zone_slots = draw(st.integers(2, 16))
    longest = AddressPlan(IPv4Network("10.0.0.0/16"), zone_slots).largest_possible_vpc_prefix()
    prefix = draw(st.integers(16, longest))
    base = draw(st.integers(0, 2 ** (prefix - 8) - 1))
    return AddressPlan(IPv4Network((10 << 24 | base << (32 - prefix), prefix)), zone_slots)


def subnets(plan: AddressPlan) -> dict[tuple[Tier, int], IPv4Network]:
    return {(tier, slot): plan.subnet(tier, slot) for tier in Tier for slot in range(plan.zone_slots)}


@given(plans())
def test_no_two_subnets_overlap(plan: AddressPlan) -> None:
    pairs = combinations(subnets(plan).values(), 2)

    assert [pair for pair in pairs if pair[0].overlaps(pair[1])] == []


@given(plans())
def test_each_subnet_lies_in_its_tier_and_each_tier_in_the_vpc(plan: AddressPlan) -> None:
    outside = [
        (tier, subnet)
        for (tier, _), subnet in subnets(plan).items()
        if not (subnet.subnet_of(plan.tier(tier)) and plan.tier(tier).subnet_of(plan.cidr_block))
    ]

    assert outside == []


@given(plans())
def test_each_subnet_is_as_large_as_aws_and_its_tier_need(plan: AddressPlan) -> None:
    too_small = [
        (tier, subnet)
        for (tier, _), subnet in subnets(plan).items()
        if subnet.prefixlen > SMALLEST_SUBNET_PREFIX[tier] or subnet.num_addresses <= ADDRESSES_RESERVED_IN_A_SUBNET
    ]

    assert too_small == []


@given(plans())
def test_private_subnets_have_at_least_half_of_the_addresses_of_a_zone(plan: AddressPlan) -> None:
    sizes = {tier: plan.subnet(tier, 0).num_addresses for tier in Tier}

    assert sizes[Tier.PRIVATE] > sizes[Tier.PUBLIC] + sizes[Tier.INTRA]


@given(plans(), st.data())
def test_a_zone_that_comes_or_goes_moves_no_other(plan: AddressPlan, data: st.DataObject) -> None:
    letters = st.sets(st.sampled_from("abcdefghijklmnop"[: plan.zone_slots]), min_size=1)
    before, after = ({f"eu-west-1{letter}" for letter in data.draw(letters)} for _ in range(2))

    def addresses(zones: set[str]) -> dict[tuple[str, Tier], IPv4Network]:
        return {
            (zone, tier): plan.subnet(tier, slot)
            for zone, slot in slots(sorted(zones), None).items()
            for tier in Tier
            if zone in before & after
        }

    assert addresses(before) == addresses(after)


def test_a_plan_by_its_numbers() -> None:
    plan = AddressPlan(IPv4Network("10.10.0.0/16"), 4)

    assert {tier.value: [str(plan.subnet(tier, slot)) for slot in range(4)] for tier in Tier} == {
        "private": ["10.10.0.0/19", "10.10.32.0/19", "10.10.64.0/19", "10.10.96.0/19"],
        "public": ["10.10.128.0/21", "10.10.136.0/21", "10.10.144.0/21", "10.10.152.0/21"],
        "intra": ["10.10.160.0/22", "10.10.164.0/22", "10.10.168.0/22", "10.10.172.0/22"],
    }


@pytest.mark.parametrize(("zone_slots", "longest"), [(2, 23), (3, 22), (4, 22), (5, 21), (8, 21), (9, 20), (16, 20)])
def test_the_smallest_vpc_for_its_slots(zone_slots: int, longest: int) -> None:
    assert AddressPlan(IPv4Network("10.0.0.0/16"), zone_slots).largest_possible_vpc_prefix() == longest


def test_zones_have_the_slots_of_their_letters_or_of_the_map() -> None:
    zones = ["eu-west-1c", "eu-west-1a"]

    assert (slots(zones, None), slots(zones, {"eu-west-1a": 3, "eu-west-1c": 0, "eu-west-1f": 1})) == (
        {"eu-west-1c": 2, "eu-west-1a": 0},
        {"eu-west-1c": 0, "eu-west-1a": 3},
    )


def test_the_ipv6_blocks_of_a_vpc_are_told_apart_whatever_the_number_of_slots() -> None:
    blocks = {
        zone_slots: {
            (tier, slot): AddressPlan(IPv4Network("10.0.0.0/16"), zone_slots).ipv6_block(tier, slot)
            for tier in Tier
            for slot in range(MOST_ZONE_SLOTS)
        }
        for zone_slots in (2, 16)
    }

    assert blocks[2] == blocks[16]
    assert sorted(blocks[2].values()) == list(range(len(Tier) * MOST_ZONE_SLOTS))
