"""The real Terraform on a platform in miniature: its whole life, and what must not go unnoticed."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from rehearsal import state_store_servers
from rehearsal.engine.calls import Action, Call
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, Value, blocks, mapping, text
from rehearsal.rehearsal import Rehearsal, SecondPlanError
from rehearsal.schemas.coverage import UncoveredError
from rehearsal.terraform import TerraformError, finish
from rehearsal.workspace import AbsoluteStateError

pytestmark = pytest.mark.slow

PLATFORM = Path(__file__).parent / "platform"
BUCKET = "mini-terraform-state"


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with Rehearsal(PLATFORM) as running:
        yield running


@pytest.fixture(scope="module")
def applied() -> Iterator[Rehearsal]:
    """Network and state bucket, applied; each test leaves them as it found them."""
    with Rehearsal(PLATFORM) as running:
        running.run("network")
        running.run("state-bucket")
        running.calls.clear()
        yield running


def edited(rehearsal: Rehearsal, stack: str, old: str, new: str) -> None:
    """Change the copy of a stack, as a new synthesis would."""
    file = rehearsal.terraform(stack).directory / "cdk.tf.json"
    before = file.read_text()
    assert before.count(old) == 1
    file.write_text(before.replace(old, new))


def actions(plan: State) -> dict[str, Value]:
    """What a plan does to each resource, those aside to which it does nothing."""
    changes = {
        text(change, "address"): mapping(change, "change")["actions"] for change in blocks(plan, "resource_changes")
    }
    return {address: done for address, done in changes.items() if done != ["no-op"]}


def test_the_whole_life_of_a_platform(rehearsal: Rehearsal) -> None:
    runs = {stack: rehearsal.run(stack) for stack in rehearsal.stacks}

    assert list(runs) == ["network", "state-bucket", "cluster", "controllers"]
    network, cluster = runs["network"].outputs, runs["cluster"].outputs
    assert (network["account_id"], cluster["vpc_id"]) == ("111122223333", network["vpc_id"])
    assert cluster["role_arn"] == "arn:aws:iam::111122223333:role/eks/mini-cluster"
    issuer = str(cluster["endpoint"]).removeprefix("https://").partition(".")[0]
    assert cluster["oidc_provider_arn"] == (
        f"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/{issuer}"
    )
    assert runs["controllers"].outputs == {"revision": 1, "status": "deployed"}
    ((_, release),) = rehearsal.inventory.of_type("helm_release")
    assert (release["namespace"], release["wait"], release["set_wo"]) == ("external-dns", True, None)
    created = [call.name for call in rehearsal.calls.all(Action.CREATE) if call.type_name.startswith("aws_eks")]
    assert created[:-1] == ["mini", "default", "coredns", "eks-pod-identity-agent"]

    edited(rehearsal, "cluster", '"http_tokens": "required"', '"http_tokens": "optional"')
    terraform = rehearsal.terraform("cluster")
    plan = terraform.plan()
    assert actions(terraform.show(plan)) == {
        "aws_eks_node_group.nodes": ["update"],
        "aws_launch_template.nodes": ["update"],
    }
    assert rehearsal.run("cluster").outputs == {**cluster, "launch_template_version": 2}

    for stack in ("controllers", "cluster"):
        rehearsal.terraform(stack).destroy()
    assert rehearsal.terraform("cluster").resources() == []
    with pytest.raises(TerraformError, match=r"BucketNotEmpty: The bucket you(\W|\n)*tried to delete is not empty"):
        rehearsal.terraform("state-bucket").destroy()
    rehearsal.store.empty_bucket(BUCKET)
    for stack in ("state-bucket", "network"):
        rehearsal.terraform(stack).destroy()
    assert list(rehearsal.inventory) == []


def test_a_change_behind_terraforms_back_shows_in_the_plan(applied: Rehearsal) -> None:
    vpc_id = str(applied.terraform("network").outputs()["vpc_id"])
    tags = {"Name": "mini", "environment": "mini", "owner": "someone"}
    applied.inventory.change("aws_vpc", vpc_id, tags=tags, tags_all=tags)

    terraform = applied.terraform("network")
    plan = terraform.plan()

    assert (plan.has_changes, actions(terraform.show(plan))) == (True, {"aws_vpc.vpc": ["update"]})
    terraform.apply(plan)
    assert terraform.plan().has_changes is False


def test_what_vanished_is_made_again(applied: Rehearsal) -> None:
    terraform = applied.terraform("network")
    subnet_ids = terraform.outputs()["intra_subnet_ids"]
    assert isinstance(subnet_ids, list)
    applied.inventory.remove(applied.inventory.find("aws_subnet", str(subnet_ids[0])))

    plan = terraform.plan()

    assert actions(terraform.show(plan)) == {"aws_subnet.intra-a": ["create"]}
    terraform.apply(plan)


def test_an_object_that_exists_can_be_imported(applied: Rehearsal) -> None:
    terraform = applied.terraform("network")
    vpc_id = str(terraform.outputs()["vpc_id"])
    terraform.command("state", "rm", "aws_vpc.vpc")

    terraform.command("import", "-input=false", "aws_vpc.vpc", vpc_id)

    assert terraform.plan().has_changes is False


def test_a_stack_that_is_never_content_is_reported(rehearsal: Rehearsal) -> None:
    edited(rehearsal, "network", '"Name": "mini"}}', '"Name": "${uuid()}"}}')

    with pytest.raises(SecondPlanError, match=r"network: the plan after the apply is not empty:(.|\n)*aws_vpc\.vpc"):
        rehearsal.run("network")


def test_an_unknown_argument_is_refused_by_terraform(rehearsal: Rehearsal) -> None:
    edited(rehearsal, "network", '"cidr_block": "10.0.0.0/16"', '"cidr_block": "10.0.0.0/16", "cidr_blok": "x"')

    with pytest.raises(TerraformError, match=r'No argument or block type is named "cidr_blok"') as raised:
        rehearsal.run("network")

    assert (raised.value.command, raised.value.exit_code) == (("validate",), 1)


def test_a_refusal_reads_as_an_error_of_its_resource(rehearsal: Rehearsal) -> None:
    def refuse(call: Call) -> None:
        if (call.type_name, call.action) == ("aws_vpc", Action.CREATE):
            raise RefusedError("VpcLimitExceeded", "The maximum number of VPCs has been reached.", ("cidr_block",))

    rehearsal.calls.listen(refuse)

    with pytest.raises(TerraformError, match=r"VpcLimitExceeded(.|\n)*with aws_vpc\.vpc(.|\n)*maximum number of VPCs"):
        rehearsal.run("network")
    assert "aws_vpc" not in {key.type_name for key in rehearsal.inventory}


def test_a_consumer_cannot_come_before_its_producer(rehearsal: Rehearsal) -> None:
    with pytest.raises(TerraformError, match=r'S3 bucket "mini-terraform-state" does not exist'):
        rehearsal.run("controllers")


def push_state(rehearsal: Rehearsal) -> None:
    """Store a state of the cluster in which nothing is."""
    terraform = rehearsal.terraform("cluster")
    terraform.init()
    state = terraform.data_directory / "empty.tfstate"
    state.write_text(json.dumps({"version": 4, "serial": 1, "lineage": "mini", "outputs": {}, "resources": []}))
    terraform.command("state", "push", str(state))


@pytest.mark.parametrize(("status", "keeps_versions"), [("Enabled", True), ("Disabled", False)])
def test_a_state_bucket_is_versioned_as_its_stack_says(
    rehearsal: Rehearsal, status: str, *, keeps_versions: bool
) -> None:
    edited(rehearsal, "state-bucket", '"status": "Enabled"', f'"status": "{status}"')
    rehearsal.run("state-bucket")

    push_state(rehearsal)

    versions = rehearsal.store.versions(BUCKET)["mini/cluster.tfstate"]
    assert [version != "null" for version in versions] == [keeps_versions]


def test_a_state_bucket_that_is_gone_is_gone_for_the_backend_too(applied: Rehearsal) -> None:
    push_state(applied)
    bucket = applied.inventory.find("aws_s3_bucket", BUCKET)
    before = applied.inventory.get(bucket) or {}
    applied.inventory.remove(bucket)

    with pytest.raises(TerraformError, match=f'S3 bucket "{BUCKET}" does not exist'):
        applied.terraform("cluster").init()

    applied.inventory.put(bucket, before)
    assert applied.recorded_state("cluster") == {}


def test_credentials_of_another_account_get_nowhere() -> None:
    with (
        Rehearsal(PLATFORM, account_id="999999999999") as elsewhere,
        pytest.raises(TerraformError, match="AWS account ID not allowed: 999999999999"),
    ):
        elsewhere.run("network")


def test_objects_of_an_earlier_rehearsal_are_still_there(applied: Rehearsal) -> None:
    bucket = applied.inventory.find("aws_s3_bucket", BUCKET)

    with (
        Rehearsal(PLATFORM, inventory=applied.inventory) as later,
        pytest.raises(TerraformError, match="BucketAlreadyOwnedByYou: Your previous request"),
    ):
        later.run("state-bucket")
    assert applied.inventory.get(bucket) is not None


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else is to have the servers that this test gives back."""
    monkeypatch.setattr(state_store_servers._KEPT, "idle", None)


@pytest.mark.usefixtures("alone")
def test_everything_stops_when_the_user_of_a_rehearsal_fails() -> None:
    running = Rehearsal(PLATFORM)

    with pytest.raises(KeyError, match="no-such-stack"), running:
        running.run("no-such-stack")

    assert running._store is not None
    assert running._store._server.process.returncode == 0
    assert [directory for directory in running._directories.values() if directory.exists()] == []


@pytest.mark.usefixtures("alone")
def test_everything_stops_when_it_fails_to_start(platform: Callable[[], Path]) -> None:
    outdir = platform()
    file = outdir / "stacks" / "network" / "cdk.tf.json"
    file.write_text(file.read_text().replace("../../../state", "/state"))
    running = Rehearsal(outdir)

    with pytest.raises(AbsoluteStateError, match=r"network: .* not /state/network\.tfstate"), running:
        pass

    assert running._store is not None
    assert running._store._server.process.returncode == 0


def test_terraform_ends_when_nobody_waits_for_it_any_more() -> None:
    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    process = subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE, text=True)
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(KeyboardInterrupt):
            finish(process)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert process.returncode == -signal.SIGTERM


def test_nothing_is_written_to_the_stacks_themselves(applied: Rehearsal) -> None:
    assert applied.terraform("network").resources() != []

    assert sorted(path.name for path in PLATFORM.rglob("*") if path.is_file()) == ["cdk.tf.json"] * 4 + [
        "manifest.json"
    ]


def test_a_type_without_a_schema_is_named_before_anything_starts(platform: Callable[[], Path]) -> None:
    outdir = platform()
    file = outdir / "stacks" / "network" / "cdk.tf.json"
    document = json.loads(file.read_text())
    document["resource"]["aws_instance"] = {"x": {}}
    file.write_text(json.dumps(document))

    with pytest.raises(UncoveredError, match=r"network: resource aws_instance has no schema: run `python -m rehearsal"):
        Rehearsal(outdir)
