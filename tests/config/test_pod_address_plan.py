"""The subnets for pods: they do not overlap, and stay where they are."""

from ipaddress import IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from config.network.pod_address_plan import PodAddressPlan


@given(zone_slots=st.integers(2, 16), prefix=st.integers(16, 24))
def test_slots_are_parts_of_the_range_one_after_the_other(zone_slots: int, prefix: int) -> None:
    plan = PodAddressPlan(IPv4Network(("100.64.0.0", prefix)), zone_slots)
    whole = list(plan.cidr_block.subnets(new_prefix=plan.subnet_prefix))

    assert [plan.subnet(slot) for slot in range(zone_slots)] == whole[:zone_slots]
    assert len(whole) < 2 * zone_slots
