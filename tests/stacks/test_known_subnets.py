"""Node groups in a network that is there already: another subnet in a zone is another group, under another name."""

import json
from pathlib import Path

from tests.conftest import EXAMPLES, synthesize_folders
from tests.rehearsal.changing import Settings, committed, edited

EXAMPLE = committed("existing-vpc", EXAMPLES)


def name_of_the_group(folder: Path, settings: Settings) -> str:
    folder.mkdir()
    (folder / "existing-vpc.yaml").write_text(json.dumps(settings))  # JSON is YAML
    ((_, _, group),) = synthesize_folders([folder], folder).resources("aws_eks_node_group")
    return str(group["node_group_name"])


def test_another_subnet_of_the_group_is_another_name_and_one_of_others_is_not(tmp_path: Path) -> None:
    subnets = "existing_network.private_subnet_ids.eu-central-1a"
    public = "existing_network.public_subnet_ids.eu-central-1a"
    names = {
        "as it is": name_of_the_group(tmp_path / "as-it-is", EXAMPLE),
        "private": name_of_the_group(tmp_path / "private", edited(EXAMPLE, {subnets: "subnet-0d400000000000000"})),
        "public": name_of_the_group(tmp_path / "public", edited(EXAMPLE, {public: "subnet-0d400000000000000"})),
    }

    assert (names["private"] == names["as it is"], names["public"] == names["as it is"]) == (False, True)
