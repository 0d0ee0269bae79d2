"""What crosses a state boundary: consumers read what producers publish, from where it is kept, in that order."""

import re

from tests.synthesis import Json, Synthesized

CONSUMED = re.compile(r"data\.terraform_remote_state\.apply-([a-z-]+)-first\.outputs\.(\w+)(\[)?")


def consumed_outputs(stack: Json) -> set[tuple[str, str, bool]]:
    """Producer kind, output and whether one value of a map is taken, of everything that a stack reads."""
    return {(kind, output, bool(index)) for kind, output, index in CONSUMED.findall(repr(stack))}


def environment_of(stack_id: str, kind: str) -> str:
    return stack_id.removesuffix(f"-{kind}")


def test_each_consumed_output_is_published_with_the_same_type(synthesized: Synthesized) -> None:
    consumed, published = set(), set()
    for id, stack in synthesized.stacks.items():
        kind = stack["provider"]["aws"][0]["default_tags"][0]["tags"]["stack"]
        for producer_kind, output, from_map in consumed_outputs(stack):
            producer = f"{environment_of(id, kind)}-{producer_kind}"
            consumed.add((producer, output, from_map))
            value = synthesized.stack(producer)["output"][output]["value"]
            published.add((producer, output, isinstance(value, dict)))
    assert consumed
    assert consumed == published


def test_each_consumer_reads_from_where_its_producer_writes(synthesized: Synthesized) -> None:
    read, written = {}, {}
    for id, stack in synthesized.stacks.items():
        kind = stack["provider"]["aws"][0]["default_tags"][0]["tags"]["stack"]
        for name, state in stack.get("data", {}).get("terraform_remote_state", {}).items():
            producer = f"{environment_of(id, kind)}-{name.removeprefix('apply-').removesuffix('-first')}"
            read[id, producer] = {state["backend"]: state["config"]}
            backend = synthesized.stack(producer)["terraform"]["backend"]
            written[id, producer] = {
                name: {key: value for key, value in arguments.items() if key not in {"encrypt", "use_lockfile"}}
                for name, arguments in backend.items()
            }
    assert read
    assert read == written


def test_dependencies_follow_from_what_is_read_and_where_it_is_kept(synthesized: Synthesized) -> None:
    expected = {}
    for id, stack in synthesized.stacks.items():
        kind = stack["provider"]["aws"][0]["default_tags"][0]["tags"]["stack"]
        environment = environment_of(id, kind)
        producers = {
            f"{environment}-{name.removeprefix('apply-').removesuffix('-first')}"
            for name in stack.get("data", {}).get("terraform_remote_state", {})
        }
        if "s3" in stack["terraform"]["backend"]:
            bucket = stack["terraform"]["backend"]["s3"]["bucket"]
            producers |= {
                owner
                for owner, _, it in synthesized.resources("aws_s3_bucket")
                if it["bucket"] == bucket and owner != id
            }
        expected[id] = sorted(producers)
    assert {id: sorted(stack["dependencies"]) for id, stack in synthesized.manifest.items()} == expected


def test_every_output_says_what_it_is(synthesized: Synthesized) -> None:
    silent = [
        (id, name)
        for id, stack in synthesized.stacks.items()
        for name, output in stack.get("output", {}).items()
        if not output.get("description")
    ]
    assert silent == []


def test_no_output_is_hidden(synthesized: Synthesized) -> None:
    """Automatic cross-stack references of cdktf would show as sensitive outputs with invented names."""
    hidden = [
        (id, name)
        for id, stack in synthesized.stacks.items()
        for name, output in stack.get("output", {}).items()
        if output.get("sensitive")
    ]
    assert hidden == []


def test_people_find_what_they_need_in_the_outputs(synthesized: Synthesized) -> None:
    outputs = synthesized.stack("dev-cluster")["output"]
    assert outputs["update_kubeconfig"]["value"] == "aws eks update-kubeconfig --region eu-central-1 --name dev"
    assert outputs["oidc_provider_arn"]["value"] == "${aws_iam_openid_connect_provider.oidc_provider.arn}"
    assert list(synthesized.stack("dev-network")["output"]["private_subnet_ids"]["value"]) == [
        "eu-central-1a",
        "eu-central-1b",
    ]
