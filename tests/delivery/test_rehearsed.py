"""The whole chain with saved plans of the real Terraform: plan, record, apply, plan again, wait, go on."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from delivery.gate import Gate, Planned, gate
from delivery.locked import LockFileError, check_lock_file
from delivery.stacks import Json
from delivery.steps import Decision, Step, Verdict
from delivery.terraform import TerraformFailedError
from tests.delivery.rehearsed import LOCKED, Delivery
from tests.rehearsal.changing import Platform, committed, edited, rehearsed

pytestmark = pytest.mark.slow

DEV = committed("dev")
TAGGED = edited(DEV, {"tags": {"team": "platform"}})
STACKS = ["dev-network", "dev-cluster", "dev-controllers", "dev-smoke-test"]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The environment, applied as it is committed."""
    with rehearsed(tmp_path_factory.mktemp("delivery"), {"dev": DEV}) as platform:
        platform.come_up()
        yield platform


@pytest.fixture
def delivery(platform: Platform, tmp_path: Path) -> Iterator[Delivery]:
    """The environment as it was applied, with new tags in its file; afterwards all is as it was."""
    snapshot = platform.snapshot()
    platform.change({"dev": TAGGED})
    yield Delivery(platform, tmp_path)
    platform.change({"dev": DEV})
    platform.restore(snapshot)


def test_an_environment_that_is_new_comes_up_stack_by_stack_each_after_an_approval(tmp_path: Path) -> None:
    with rehearsed(tmp_path, {"dev": DEV}) as platform:
        delivery = Delivery(platform, tmp_path / "work")

        planned = delivery.plan()
        assert list(planned.records) == ["dev-network"]
        assert {id: words.partition(" has to publish ")[0] for id, words in planned.pending.items()} == {
            "dev-cluster": "dev-network",
            "dev-controllers": "dev-cluster",
            "dev-smoke-test": "dev-cluster",
        }
        assert planned.review.text.startswith("**Not planned yet**")

        folders = ["plans", "1", "2", "3", "4"]
        ends = [
            delivery.apply(delivery.seen(*folders[: index + 1]), folders[index], folders[index + 1])
            for index in range(4)
        ]
        assert ends == [
            *(Decision(Step.WAIT, (f"{stack}: nobody has seen a plan of it",)) for stack in STACKS[1:]),
            Decision(Step.NOTHING),
        ]
        assert platform.plan_all() == {}


def find_gate(delivery: Delivery, records: str) -> Gate:
    """What the gate says of new plans, where the pull request showed others."""
    planned, reviews = delivery.plan(records).records, delivery.seen(records)
    return gate(
        "dev", {id: Planned(it.has_changes, reviews[id]) for id, it in planned.items()}, delivery.seen("request")
    )


def test_what_the_pull_request_showed_is_applied_as_it_was_planned_and_nothing_is_left(delivery: Delivery) -> None:
    shown = delivery.plan("request")
    assert {id: it.has_changes for id, it in shown.records.items()} == {
        **dict.fromkeys(STACKS[:3], True),
        "dev-smoke-test": False,  # it makes nothing that carries tags
    }
    assert shown.review.verdict is Verdict.OK
    assert find_gate(delivery, "plans") == Gate("dev")

    assert delivery.apply(reviewed={}) == Decision(Step.NOTHING)

    assert sorted(it.name for it in (delivery.folder / "waiting").iterdir()) == sorted(
        f"{stack}.record.json" for stack in STACKS
    )
    assert find_gate(delivery, "again") == Gate("")


def republish(delivery: Delivery, stack: str, name: str, value: Json) -> None:
    """Let the state of a stack hold another output, as if somebody had applied something else."""
    terraform = delivery.platform.terraform(stack)
    state = json.loads(terraform.command("state", "pull"))
    state["outputs"][name]["value"] = value
    file = delivery.folder / "state.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({**state, "serial": state["serial"] + 1}))
    terraform.command("state", "push", str(file))


@pytest.fixture
def settled(delivery: Delivery) -> Delivery:
    """Network and cluster have their new tags; the other stacks are still to get them."""
    for stack in STACKS[:2]:
        delivery.platform.apply(stack)
    return delivery


def test_a_consumer_of_a_changed_output_is_planned_again_and_goes_on_alone_if_its_review_is_the_same(
    settled: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    """The certificate authority is how Helm reaches the cluster; no resource depends on it."""
    settled.plan()
    republish(settled, "dev-cluster", "certificate_authority_data", "bmV3")

    assert settled.apply(settled.seen("plans")) == Decision(Step.NOTHING)

    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line.startswith("dev-")] == [
        "dev-network: nothing",
        "dev-cluster: nothing",
        "dev-controllers: plan again (dev-cluster: certificate_authority_data has changed)",
        "dev-controllers: apply",
        "dev-smoke-test: plan again (dev-cluster: certificate_authority_data has changed)",
        "dev-smoke-test: nothing",
    ]


def test_a_consumer_of_a_changed_output_waits_if_its_review_is_another(settled: Delivery) -> None:
    settled.plan()
    republish(settled, "dev-cluster", "certificate_authority_data", "bmV3")
    reviewed = {**settled.seen("plans"), "dev-controllers": {"name": "dev-controllers", "changes": {}}}

    assert settled.apply(reviewed) == Decision(
        Step.WAIT, ("dev-controllers: its review is not the one that people have seen",)
    )

    waiting = {it.name for it in (settled.folder / "waiting").iterdir()}
    assert {"dev-controllers.tfplan", "dev-controllers.record.json", "review.json"} <= waiting
    assert list(settled.seen("waiting")) == STACKS
    text = (settled.folder / "waiting" / "review.md").read_text()
    assert text.startswith("**`dev-controllers` waits.** The stacks before it are applied already.\n")
    assert settled.apply(settled.seen("plans", "waiting"), "waiting", "second") == Decision(Step.NOTHING)


def test_nothing_is_applied_if_the_first_plan_is_not_what_was_recorded(delivery: Delivery) -> None:
    delivery.plan()
    seen, before = delivery.seen("plans"), delivery.platform.objects()
    plan = delivery.folder / "plans" / "dev-network.tfplan"

    of_another_commit = replace(delivery, commit="c2").apply(seen)
    plan.write_bytes(b"forged")
    forged = delivery.apply(seen)
    plan.unlink()
    lost = delivery.apply(seen)

    assert [of_another_commit, forged, lost] == [
        Decision(Step.STOP, tuple(f"{stack}: its plan is of commit c1, not of c2" for stack in STACKS)),
        Decision(Step.STOP, ("dev-network: its saved plan is not the file that was recorded",)),
        Decision(Step.STOP, ("dev-network: its saved plan is not there",)),
    ]
    assert delivery.platform.objects() == before


def test_a_plan_that_terraform_finds_stale_fails_and_nothing_later_is_applied(delivery: Delivery) -> None:
    delivery.plan()
    delivery.platform.apply("dev-network")

    with pytest.raises(TerraformFailedError, match="Saved plan is stale"):
        delivery.apply(delivery.seen("plans"))
    assert list(delivery.platform.plan_all()) == STACKS[1:3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "dev-cluster: has no lock file; run `make lock-providers`"),
        ("", "dev-cluster: its lock file does not pin aws 6.25.0, hashicorp/tls 4.1.0; run `make lock-providers`"),
        (LOCKED.replace("4.1.0", "4.0.0"), "dev-cluster: its lock file does not pin hashicorp/tls 4.1.0; run"),
    ],
)
def test_without_a_whole_lock_file_nothing_is_planned(delivery: Delivery, text: str | None, message: str) -> None:
    (cluster,) = (it for it in delivery.stacks() if it.kind == "cluster")
    file = cluster.folder / ".terraform.lock.hcl"
    file.unlink()
    if text is not None:
        file.write_text(text)

    with pytest.raises(LockFileError, match=f"^{message}"):
        check_lock_file(cluster)
