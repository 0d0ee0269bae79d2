"""The environments that continuous delivery plans and applies, as a matrix of jobs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from delivery.stacks import S3State, Stack

RUNNER = "ubuntu-24.04"
"""GitHub's own, for environments of which nothing else is said."""


@dataclass(frozen=True)
class Row:
    """One environment. Where its plans are kept is beside its states: `s3://<bucket>/<prefix>/`."""

    environment: str
    region: str
    bucket: str
    bucket_region: str
    prefix: str
    runner: str
    """Label of the runner that plans and applies it; a private API needs one inside the VPC."""


@dataclass(frozen=True)
class Matrix:
    """The rows, and in one line each what is left out and why."""

    rows: tuple[Row, ...]
    left_out: tuple[str, ...]


def matrix(stacks: Sequence[Stack], environments: Collection[str], runners: Mapping[str, str]) -> Matrix:
    """The rows of `environments`, of which `stacks` are the stacks in order; `runners`: which has another runner."""
    rows, left_out = [], []
    for environment in sorted(environments):
        its_own = [it for it in stacks if it.environment == environment]
        shared = [(it, it.state) for it in its_own if it.state is not None]
        if not shared:
            left_out.append(f"{environment}: its state is in local files, which no other machine sees; set `state`")
            continue
        left_out += [f"{it.id}: its state is a local file; move it into the bucket" for it in its_own if not it.state]
        rows.append(_row(environment, shared, runners.get(environment, RUNNER)))
    return Matrix(tuple(rows), tuple(left_out))


def _row(environment: str, stacks: Sequence[tuple[Stack, S3State]], runner: str) -> Row:
    # The last one: a state bucket may lie in another region than the platform.
    stack, state = stacks[-1]
    return Row(
        environment=environment,
        region=stack.region,
        bucket=state.bucket,
        bucket_region=state.region,
        prefix=state.key.rpartition("/")[0],
        runner=runner,
    )
