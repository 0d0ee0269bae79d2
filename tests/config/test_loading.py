"""A folder of environment files: which files count, in which order, and all their mistakes at once."""

from pathlib import Path

import pytest

from config.loading import InvalidInput, load_environments
from tests.config.environment_files import KINDS, QUIET, Load, Refused, right_file

NAME_REMEDY = "is no environment name; rename the file: at most 40 lower case letters, digits, hyphens, a letter first"


def test_every_yaml_file_is_an_environment_and_they_are_sorted_by_name(load: Load) -> None:
    files = {name: right_file(QUIET) for name in ("b.yaml", "a-b.yaml", "a.yml")}

    assert [(environment.name, str(environment.source)) for environment in load(files)] == [
        ("a", "environments/a.yml"),
        ("a-b", "environments/a-b.yaml"),
        ("b", "environments/b.yaml"),
    ]


def test_other_files_hidden_files_and_folders_below_are_left_alone(load: Load, folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "other.yaml").write_text("?")
    others = {"schema.json": b"{}", ".hidden.yaml": b"?", "notes.yaml.orig": b"?"}

    assert [environment.name for environment in load({"dev.yaml": right_file(), **others})] == ["dev"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [("none", "No such file or directory"), ("file", "Not a directory")],
)
def test_what_is_not_a_folder_is_a_mistake(folder: Path, name: str, problem: str) -> None:
    (folder / "file").touch()

    with pytest.raises(InvalidInput) as refusal:
        load_environments(folder / name, KINDS)

    assert refusal.value.lines == (
        f"environments/{name}: can't be read ({problem}); name the folder of the environment files",
    )


def test_a_folder_without_environments_is_a_mistake(refused: Refused) -> None:
    assert refused({"schema.json": b"{}"}) == ["environments: holds no environment file; write one, such as dev.yaml"]


@pytest.mark.parametrize("name", ["Dev", "1dev", "dev_eu", "dev-", "d" * 41, "dev.eu", "-"])
def test_a_file_whose_name_can_not_name_an_environment_is_a_mistake(refused: Refused, name: str) -> None:
    assert refused({f"{name}.yaml": right_file()}) == [f"environments/{name}.yaml: file name: {name}: {NAME_REMEDY}"]


@pytest.mark.parametrize("name", ["d", "dev", "dev-eu-1", "d" * 40])
def test_a_name_of_lower_case_letters_digits_and_hyphens_is_right(load: Load, name: str) -> None:
    assert [environment.name for environment in load({f"{name}.yaml": right_file()})] == [name]


def test_two_files_with_one_name_are_a_mistake(refused: Refused) -> None:
    assert refused({"dev.yaml": right_file(), "dev.yml": right_file()}) == [
        (
            "environments/dev.yml: file name: dev: "
            "is the name of environments/dev.yaml too; rename or remove one of the two"
        ),
    ]


def test_the_ending_may_be_in_capitals(load: Load) -> None:
    assert [environment.name for environment in load({"dev.YAML": right_file()})] == ["dev"]


def test_a_file_name_can_not_break_its_line(refused: Refused) -> None:
    assert refused({"a\nb.yaml": right_file()}) == [f'environments/a\\nb.yaml: file name: "a\\nb": {NAME_REMEDY}']


EVERYTHING_WRONG = b"""
hosted_zones: [{name: dev.example.com, id: z1}]
account_id: 1
cluster:
  node_groups:
    system: {min_size: 5, disk_size: 1, availability_zones: [eu-west-1d], labels: {a: "?", "?": a}}
  version: "1.2"
  availability_zones: [eu-west-1a]
regin: eu-west-1
network:
  availability_zones: [eu-west-1a, eu-west-1b]
  nat_gateway: {mode: single}
region: eu-west-1
tags: {stack: a}
tags: {}
"""
EVERYTHING_ANSWERED = """
hosted_zones[0].id: z1: is not the id of a hosted zone; write it without /hostedzone/, such as Z0123456789ABCDEFGHIJ
account_id: 1: must be text; put it in quotes: "1"
cluster.deployers: []: lets nobody administer the cluster, and EKS lets nobody in by itself; name at least one role here
cluster.node_groups.system.min_size: 5: must not exceed max_size (4); lower min_size or raise max_size
cluster.node_groups.system.disk_size: 1: must be at least 20
cluster.node_groups.system.availability_zones[0]: eu-west-1d: is not a zone of the network, which has \
eu-west-1a, eu-west-1b; write one of those
cluster.node_groups.system.labels.a: "?": is no label value; write 1 to 63 letters, digits and inner hyphens, \
underscores and dots
cluster.node_groups.system.labels["?"]: "?": is no label key; write at most 63 characters, such as team or \
example.com/team
cluster.version: "1.2": is of the Amazon Linux 2 era, which ended with 1.32; write one of 1.33, 1.34, 1.35, 1.36
cluster.availability_zones: [eu-west-1a]: is too few for EKS; write at least two zones of the region
regin: eu-west-1: is an unknown key; did you mean region?
network.cidr_block: missing: write it, such as cidr_block: 10.10.0.0/16
network.nat_gateway.availability_zone: missing: write it, such as availability_zone: eu-central-1a
tags: {}: stands twice, on lines 14 and 15; leave one out
tags.stack: stack: is a tag that the platform sets itself; leave it out
"""


def test_all_mistakes_of_all_files_come_at_once_by_file_and_by_place(refused: Refused) -> None:
    assert refused({"b.yaml": b"- b", "a.yaml": EVERYTHING_WRONG}) == [
        *(f"environments/a.yaml: {line}" for line in EVERYTHING_ANSWERED.strip().splitlines()),
        "environments/b.yaml: [b]: must hold at least the keys region, network and cluster",
    ]


def test_a_mistake_hides_only_those_that_would_follow_from_it(refused: Refused) -> None:
    changes = {
        "region": "eu-central-9",
        "cluster.version": "1.2",
        "cluster.admins": ["arn:aws-cn:iam::111122223333:role/a"],
    }

    assert refused({"dev.yaml": right_file(changes)}) == [
        (
            "environments/dev.yaml: region: eu-central-9: is not a region in which EKS runs; "
            "did you mean eu-central-1 or eu-central-2?"
        ),
        (
            'environments/dev.yaml: cluster.version: "1.2": is of the Amazon Linux 2 era, which ended with 1.32; '
            "write one of 1.33, 1.34, 1.35, 1.36"
        ),
    ]


def test_the_same_files_are_answered_with_the_same_lines(refused: Refused) -> None:
    files = {"b.yaml": right_file({"region": "b"}), "a.yaml": EVERYTHING_WRONG}

    assert refused(files) == refused(files)
