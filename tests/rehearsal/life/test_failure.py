"""Of hundreds of lines that Terraform prints, the few that tell what is wrong."""

from pathlib import Path

from rehearsal.failure import StepFailedError, decisive_lines, keep_output

ERROR = """\
Error: creating EKS Cluster (dev): InvalidParameterException

  with aws_eks_cluster.control-plane,
  on cdk.tf.json line 12, in resource.aws_eks_cluster.control-plane:
  12:       "control-plane": {

Subnets must lie in at least two zones.
"""


def test_errors_are_told_whole_and_once_and_nothing_else_is() -> None:
    warning = "Warning: Resource targeting is in effect\n\nYou are creating a plan.\n"
    output = f"aws_vpc.vpc: Refreshing state...\n\n{ERROR}\n{warning}\n{ERROR}"

    assert decisive_lines(output) == ERROR.strip().splitlines()


def test_a_plan_without_an_error_is_told_by_its_changes() -> None:
    output = """\
Terraform will perform the following actions:

  # aws_vpc.vpc will be updated in-place
  ~ resource "aws_vpc" "vpc" {
        id   = "vpc-1"
      ~ tags = {
          ~ "Name" = "a" -> "b"
        }
    }

  # aws_eip.nat will be destroyed
  - resource "aws_eip" "nat" {
      - id = "eipalloc-1" -> null
    }

Plan: 0 to add, 1 to change, 1 to destroy.
"""

    assert decisive_lines(output) == [
        "  # aws_vpc.vpc will be updated in-place",
        "      ~ tags = {",
        '          ~ "Name" = "a" -> "b"',
        "  # aws_eip.nat will be destroyed",
    ]


def test_anything_else_is_told_as_it_is() -> None:
    assert decisive_lines("\nKilled\n") == ["Killed"]


def test_what_would_fill_the_screen_is_cut() -> None:
    lines = decisive_lines("\n".join(f"line {number}" for number in range(100)))

    assert lines == [*(f"line {number}" for number in range(40)), "... (60 more lines)"]


def test_the_whole_output_is_kept_in_a_file_in_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    first, second = (StepFailedError("dev-cluster", "apply", word, f"{ERROR}{word}\n") for word in ("first", "second"))

    assert keep_output(first, outputs) == keep_output(second, outputs) == outputs / "dev-cluster.txt"
    assert list(outputs.iterdir()) == [outputs / "dev-cluster.txt"]
    assert (outputs / "dev-cluster.txt").read_text() == f"dev-cluster: apply: second\n\n{ERROR}second\n"
