"""A chart of the user's own, as a controller: the same identity, the same checks, the same order."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from config.controllers.broad_statements import broad_sids
from config.controllers.iam_policy_checks import policy_problems
from config.controllers.kinds import ControllerOptions
from config.controllers.user_charts import UserChart, path_of
from config.platform import Platform
from config.reading.mistake import mistake_of
from config.regions import Region
from config.rules.problem import Problem
from modules.controllers.checks import pod_identity_problems
from modules.controllers.controller import (
    AnyController,
    Chart,
    ClusterFacts,
    Controller,
    Installation,
    KubernetesVersions,
    Values,
)
from modules.controllers.owned_values import NAMESPACE_OVERRIDE, moving_problems
from modules.controllers.policy_file import read_policy
from modules.controllers.secret_values import secret_problems
from modules.controllers.user_chart_values import facts_of, release_values, value_misfits
from modules.policy_document import PolicyDocument

_ANY_VERSION = KubernetesVersions(oldest="1.0", source="the chart's own documentation")


def controller_of(name: str, chart: UserChart, installed: tuple[str, ...], folder: Path) -> AnyController:
    """A controller for a chart; `installed` are the environment's, and policy files are seen from `folder`.

    Raises OSError or ValueError for a policy file that `chart_problems` has something against.
    """
    documents = {purpose: _document(document) for purpose, document in chart.policies.items()}
    documents |= {purpose: _document(read_policy(folder / file)) for purpose, file in chart.policy_files.items()}
    facts = facts_of(name, chart, folder) if chart.unchecked_because is None else None

    def policies(_options: ControllerOptions, _cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
        return documents

    def values(installation: Installation[ControllerOptions]) -> Values:
        return release_values(chart, facts, installation.service_account, installation.cluster.platform.image_registry)

    return Controller(
        name=name,
        namespace=chart.namespace or name,
        chart=Chart(repository=chart.repository, name=chart.chart or name, version=chart.version),
        options=ControllerOptions,
        kubernetes=_ANY_VERSION,
        policies=policies,
        values=values,
        after=installed if chart.after is None else chart.after,
        service_account_path=path_of(chart.service_account_path) if documents else None,
        pod_annotations_path=path_of(chart.pod_annotations_path),
        # Where its pods run is said by its values.
        affinity_paths=(),
        values_are_checked=False,
        timeout_seconds=chart.timeout_seconds,
    )


def user_chart_lines(source: PurePath, charts: Mapping[str, UserChart], platform: Platform) -> list[str]:
    """What is wrong with the charts of an environment file beyond what the file itself can tell, a line for each."""
    folder = Path(source).parent
    problems = [
        replace(problem, path=("charts", name, *problem.path))
        for name, chart in charts.items()
        for problem in chart_problems(name, chart, folder, platform)
    ]
    return [str(mistake_of(problem, str(source), (0, 0))) for problem in problems]


def chart_problems(name: str, chart: UserChart, folder: Path, platform: Platform) -> Iterator[Problem]:
    """What is wrong with a chart beyond its own file: the cluster it is for, its values, and its policies."""
    if chart.has_role:
        namespace = chart.namespace or name
        for problem in pod_identity_problems(f"charts.{name}", namespace, chart.identity, platform):
            # What the environment says is not below the chart, and a line about a chart has no way up.
            yield replace(problem, path=problem.path if chart.identity is not None else ())
        # What it calls its objects is its own business: the role knows the service account by the name that we give it.
        yield from moving_problems(chart.values, namespace, (NAMESPACE_OVERRIDE,))
    elif chart.identity is not None:
        remedy = "is useless without a role; leave it out, or say in policies or policy_files what the role may do"
        yield Problem(("identity",), chart.identity, remedy)
    yield from secret_problems(chart.values, {}, chart.namespace or name)
    yield from value_misfits(name, chart, folder, platform)
    yield from _policy_problems(chart, folder, platform.region)


def _policy_problems(chart: UserChart, folder: Path, region: Region) -> Iterator[Problem]:
    documents: list[Mapping[str, object]] = list(chart.policies.values())
    for purpose, file in chart.policy_files.items():
        path = ("policy_files", purpose)
        try:
            document = read_policy(folder / file)
        except OSError as error:
            yield Problem(path, file, f"can't be read ({error.strerror}); write the policy there")
        except ValueError as error:
            yield Problem(path, file, f"is no policy document ({error}); correct it")
        else:
            documents.append(document)
            for problem in policy_problems(document, region, chart.broad_because):
                yield Problem(path, file, str(mistake_of(problem, "", (0, 0))))
    used = {sid for document in documents for sid in broad_sids(document)}
    for sid, reason in chart.broad_because.items():
        if sid not in used:
            remedy = "is the reason for no statement: none has this Sid, or the one that has it names all; leave it out"
            yield Problem(("broad_because", sid), reason, remedy)


def _document(document: Mapping[str, object]) -> PolicyDocument:
    statements = document["Statement"]
    if not isinstance(statements, list | tuple):
        raise ValueError("Statement is no list")  # noqa: TRY004 - as above
    return PolicyDocument(*statements)
