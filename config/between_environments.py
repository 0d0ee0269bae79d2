"""What no two environments may share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.names import ClusterNames
from config.reading.environment_reader import Reading
from config.reading.mistake import Mistake, name_mistake
from config.regions import Region
from config.rules.draft import Draft
from config.rules.problem import Problem
from config.state import BucketStack, S3State

if TYPE_CHECKING:
    from config.controllers.user_charts import UserChart


def between_environments(readings: Sequence[Reading]) -> Iterator[Mistake]:
    """What a file has in common with an earlier one, as far as both have been found right."""
    for index, later in enumerate(readings):
        for earlier in readings[:index]:
            if earlier.draft.environment == later.draft.environment:
                remedy = f"is the name of {earlier.file} too; rename or remove one of the two"
                yield name_mistake(str(later.file), later.draft.environment, remedy)
            else:
                checks = (_state_problems, _tag_problems, _cluster_problems, _chart_problems, _name_problems)
                yield from (later.mistake(problem) for check in checks for problem in check(earlier, later.draft))


@dataclass(frozen=True)
class _Bucket:
    """A state bucket as one environment sees it, with what its file leaves out."""

    name: str
    region: Region
    key_prefix: str
    owner: BucketStack


def _bucket(draft: Draft) -> _Bucket | None:
    state, region = draft.state, draft.region
    if not isinstance(state, S3State) or region is None:
        return None
    return _Bucket(
        name=state.bucket,
        region=region if state.region is None else Region(state.region),
        key_prefix=state.key_prefix or draft.environment,
        owner=state.bucket_stack,
    )


def _state_problems(earlier: Reading, later: Draft) -> Iterator[Problem]:
    ours, theirs = _bucket(later), _bucket(earlier.draft)
    if ours is None or theirs is None or (ours.name, ours.region.partition) != (theirs.name, theirs.region.partition):
        return
    if ours.region != theirs.region:
        remedy = f"is in {ours.region.name}, but {earlier.file} has it in {theirs.region.name}; correct state.region"
        yield Problem(("state", "bucket"), ours.name, remedy)
    if ours.key_prefix == theirs.key_prefix:
        remedy = f"is where {earlier.file} keeps its states; write another one"
        yield Problem(("state", "key_prefix"), ours.key_prefix, remedy)
    if BucketStack.ELSEWHERE not in {ours.owner, theirs.owner}:
        remedy = f"makes {earlier.file} and this file both owners of {ours.name}; write elsewhere in one of the two"
        yield Problem(("state", "bucket_stack"), ours.owner, remedy)
    one_owns_it = (ours.owner is BucketStack.ELSEWHERE) != (theirs.owner is BucketStack.ELSEWHERE)
    here, there = later.account_id, earlier.draft.account_id
    if one_owns_it and here is not None and there is not None and here != there:
        # The bucket's policy allows nobody: access comes from IAM, which does not reach into another account.
        maker, user = (f"this file in account {here}", f"{earlier.file} in {there}")
        if ours.owner is BucketStack.ELSEWHERE:
            maker, user = (f"{earlier.file} in account {there}", f"this file in {here}")
        remedy = f"is made by {maker}, out of reach of {user}; write a bucket in the account of each"
        yield Problem(("state", "bucket"), ours.name, remedy)


def _tag_problems(earlier: Reading, later: Draft) -> Iterator[Problem]:
    ours, theirs = later.existing_network, earlier.draft.existing_network
    if ours is not None and theirs is not None and ours.tagged_subnet_ids & theirs.tagged_subnet_ids:
        remedy = (
            f"makes {earlier.file} and this file tag the same subnets, and the first to be destroyed takes the tags of "
            "both away; write checked in one of the two"
        )
        yield Problem(("existing_network", "subnet_tags"), ours.subnet_tags, remedy)


def _name_problems(earlier: Reading, later: Draft) -> Iterator[Problem]:
    hostnames = {} if later.smoke_test is None else later.smoke_test.model_dump()
    taken = set() if earlier.draft.smoke_test is None else set(earlier.draft.smoke_test.model_dump().values())
    for key, hostname in hostnames.items():
        if hostname in taken:
            remedy = f"is a name of the smoke test of {earlier.file} too; write another one"
            yield Problem(("smoke_test", key), hostname, remedy)


def _cluster_problems(earlier: Reading, later: Draft) -> Iterator[Problem]:
    ours, theirs = later.names, earlier.draft.names
    if ours is None or theirs is None:
        return
    zones = [{zone.id for zone in draft.hosted_zones or ()} for draft in (earlier.draft, later)]
    same_name = ours.cluster == theirs.cluster
    if same_name and zones[0] & zones[1]:
        remedy = (
            f"is the cluster of {earlier.file} too, and ExternalDNS tells by it whose records are in the hosted zone "
            f"that both have; {_instead(later, 'write another name', 'leave the zone out of one of the two')}"
        )
        yield Problem((later.cluster_key, "name"), ours.cluster, remedy)
    elif not _one_account(earlier.draft, later):
        return
    elif same_name and ours.iam_beginning == theirs.iam_beginning:
        remedy = (
            f"is the cluster of {earlier.file} too, and IAM names follow from it in the whole account; "
            f"{_instead(later, 'write another name', 'keep one of the two, or write iam.name_prefix')}, "
            "or the account_id of both"
        )
        yield Problem((later.cluster_key, "name"), ours.cluster, remedy)
    elif same_name and later.region == earlier.draft.region:
        remedy = f"is the cluster of {earlier.file} too, in the same region; " + _instead(
            later, "write another name", "let one of the two install its controllers"
        )
        yield Problem((later.cluster_key, "name"), ours.cluster, remedy)
    elif ours.iam_beginning.casefold() == theirs.iam_beginning.casefold():
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: not distinguished by case
        remedy = (
            f"makes IAM names that begin with {ours.iam_beginning}, and those of {earlier.file} begin with "
            f"{theirs.iam_beginning}, which is the same to IAM; "
            f"{_instead(later, 'write another name', 'write iam.name_prefix')}, or the account_id of both"
        )
        yield Problem((later.cluster_key, "name"), ours.cluster, remedy)


def _chart_problems(earlier: Reading, later: Draft) -> Iterator[Problem]:
    """Charts of the user's own whose IAM names are those of another cluster's: `a` with `b-c`, and `a-b` with `c`."""
    names, others = later.names, earlier.draft.names
    if names is None or others is None or not _one_account(earlier.draft, later):
        return
    if names.iam_beginning.casefold() == others.iam_beginning.casefold():
        return  # which says enough
    theirs = _iam_names_of_charts(others, earlier.draft.charts)
    ours = _iam_names_of_charts(names, later.charts)
    # One line for each chart, about its role if that is among them.
    for chart, iam_name in {ours[it]: it for it in reversed(ours) if it in theirs}.items():
        remedy = f"makes {iam_name} in IAM, and so does charts.{theirs[iam_name]} of {earlier.file}"
        yield Problem(("charts", chart), chart, f"{remedy}; choose another name, or write the account_id of both")


def _iam_names_of_charts(names: ClusterNames, charts: "Mapping[str, UserChart]") -> dict[str, str]:
    """Names of roles, and of policies, in lower case as IAM compares them, to the chart that they are for."""
    with_role = {name: it for name, it in charts.items() if it.has_role}
    return {
        **{names.workload_role(name).casefold(): name for name in with_role},
        **{
            names.workload_policy(name, purpose).casefold(): name
            for name, it in with_role.items()
            for purpose in (*it.policies, *it.policy_files)
        },
    }


def _instead(later: Draft, made: str, existing: str) -> str:
    """What to do about the name of a cluster; that of one which exists can't be another."""
    return made if later.cluster_key == "cluster" else existing


def _one_account(one: Draft, other: Draft) -> bool:
    """Whether both may lie in one account: they do unless their files say that they don't."""
    if one.region is not None and other.region is not None and one.region.partition != other.region.partition:
        return False
    return one.account_id is None or other.account_id is None or one.account_id == other.account_id
