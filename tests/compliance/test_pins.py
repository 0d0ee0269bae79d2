"""Nothing moves by itself, and the state is safe."""

import re

from config.cluster.kubernetes_versions import EKS_ADDONS, addon_version
from config.environment import Environment
from tests.made import made_cluster
from tests.synthesis import Synthesized

PROVIDER_VERSIONS = {"aws": "6.25.0", "helm": "3.1.1", "tls": "4.1.0"}
MOVES_BY_ITSELF = re.compile(r"moves-by-itself$")


def test_providers_are_pinned_to_one_version(synthesized: Synthesized) -> None:
    for stack in synthesized.stacks.values():
        pins = {name: provider["version"] for name, provider in stack["terraform"]["required_providers"].items()}
        assert pins == {name: PROVIDER_VERSIONS[name] for name in pins}
        assert set(pins) == set(stack["provider"])


def test_terraform_is_new_enough_to_lock_in_s3(synthesized: Synthesized) -> None:
    assert {stack["terraform"]["required_version"] for stack in synthesized.stacks.values()} == {">= 1.11.0"}


def test_releases_are_pinned_or_come_with_the_stack(synthesized: Synthesized) -> None:
    loose = [
        (id, name)
        for id, name, release in synthesized.resources("helm_release")
        if not re.fullmatch(r"v?\d+\.\d+\.\d+", release.get("version", ""))
        and not release["chart"].startswith("./assets/")
    ]
    assert loose == []


def test_releases_are_done_when_they_are_ready(synthesized: Synthesized) -> None:
    assert {release["wait"] for _, _, release in synthesized.resources("helm_release")} == {True}


def test_addons_are_pinned_where_the_table_or_the_file_knows_the_version(
    synthesized: Synthesized, environments: dict[str, Environment]
) -> None:
    expected = {}
    for name, environment in ((name, it) for name, it in environments.items() if it.settings.cluster):
        settings = made_cluster(environment)
        # Without node groups there are none: EKS Auto Mode brings what they do.
        for addon in EKS_ADDONS if settings.node_groups else ():
            expected[f"{name}-cluster", addon] = settings.addon_versions.get(addon) or addon_version(
                addon, settings.version
            )
    pinned = {(id, it["addon_name"]): it["addon_version"] for id, _, it in synthesized.resources("aws_eks_addon")}
    asked = {key: None if value.startswith("${data.aws_eks_addon_version.") else value for key, value in pinned.items()}
    assert asked == expected


def test_what_can_move_by_itself_says_so(synthesized: Synthesized) -> None:
    """Data sources ask at every plan: each one that may answer differently tomorrow carries that in its name."""
    constant = {
        "terraform_remote_state",
        "tls_certificate",
        # By name, and a plan fails where its version, its endpoint or its VPC is another one.
        "aws_eks_cluster",
        # By id: what is used of them are ids, the ARN and the account, which stay what they are.
        "aws_vpc",
        "aws_subnet",
        "aws_caller_identity",
    }
    silent = [
        (id, kind, name)
        for id, stack in synthesized.stacks.items()
        for kind, instances in stack.get("data", {}).items()
        for name in instances
        if kind not in constant and not MOVES_BY_ITSELF.search(name)
    ]
    assert silent == []


def test_state_in_s3_is_encrypted_locked_and_bound_to_the_account(
    synthesized: Synthesized, environments: dict[str, Environment]
) -> None:
    for id, stack in synthesized.stacks.items():
        backend = stack["terraform"]["backend"].get("s3")
        if backend is not None:
            environment = environments[stack["provider"]["aws"][0]["default_tags"][0]["tags"]["environment"]]
            account_id = environment.settings.account_id
            assert (backend["encrypt"], backend["use_lockfile"]) == (True, True), id
            assert backend.get("allowed_account_ids") == (None if account_id is None else [account_id]), id


def test_no_two_stacks_share_a_state(synthesized: Synthesized) -> None:
    places = [repr(stack["terraform"]["backend"]) for stack in synthesized.stacks.values()]
    assert len(set(places)) == len(places)


def test_local_states_lie_outside_the_output_folder(synthesized: Synthesized) -> None:
    paths = {
        id: stack["terraform"]["backend"]["local"]["path"]
        for id, stack in synthesized.stacks.items()
        if "local" in stack["terraform"]["backend"]
    }
    assert paths == {id: f"../../../state/{id}.tfstate" for id in paths}
