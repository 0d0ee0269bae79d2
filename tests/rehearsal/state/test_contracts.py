"""A stack that is applied too early is told which other stack to apply first: by a name, or by a sentence."""

import json
import re

import pytest

from rehearsal.engine.values import Value
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError

pytestmark = pytest.mark.slow


def errors(rehearsal: Rehearsal, stack: str) -> list[str]:
    """What the plan of a stack ends with: each error without its frame, its line breaks and its excerpt of the file."""
    terraform = rehearsal.terraform(stack)
    terraform.init()
    with pytest.raises(TerraformError) as failed:
        terraform.plan()
    _, *found = re.split("^Error: ", failed.value.output, flags=re.MULTILINE)
    return [" ".join(re.sub(r"^ +(on|\d+:|├|│).*\n", "", error, flags=re.MULTILINE).split()) for error in found]


def publish(rehearsal: Rehearsal, stack: str, **outputs: Value) -> None:
    """Change what a stack publishes, as an older release did; None: nothing under this name."""
    file = rehearsal.terraform(stack).directory / "cdk.tf.json"
    document = json.loads(file.read_text())
    for name, value in outputs.items():
        if value is None:
            del document["output"][name]
        else:
            document["output"][name]["value"] = value
    file.write_text(json.dumps(document))
    rehearsal.run(stack)


@pytest.mark.parametrize("environment", ["blue", "local"], ids=["s3", "local"])
def test_a_consumer_before_its_producer_is_told_by_the_name_of_its_data_source(
    rehearsal: Rehearsal, environment: str
) -> None:
    assert errors(rehearsal, f"{environment}-cluster") == [
        (
            "Unable to find remote state with data.terraform_remote_state.apply-network-first, "
            "No stored state was found for the given workspace in the given backend."
        )
    ]


def test_a_consumer_is_told_what_its_producer_did_not_publish_when_it_was_applied(rehearsal: Rehearsal) -> None:
    publish(rehearsal, "local-network", vpc_arn=None, private_subnet_ids={"eu-central-1a": "subnet-1"})

    assert errors(rehearsal, "local-cluster") == [
        "Resource postcondition failed local-network was last applied without vpc_arn: apply local-network first.",
        (
            "Resource postcondition failed local-network was last applied without private_subnet_ids for "
            "eu-central-1a, eu-central-1b: apply local-network first."
        ),
    ]

    rehearsal.reload()
    rehearsal.run("local-network")
    rehearsal.run("local-cluster")
