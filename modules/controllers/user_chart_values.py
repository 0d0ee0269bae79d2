"""The values of a chart of the user's own: what is laid over them, and whether all of it fits the chart."""

from collections.abc import Callable, Iterator
from pathlib import Path

from config.controllers.helm_overlay import overlaid
from config.controllers.identity import Identity
from config.controllers.user_charts import UserChart, path_of
from config.platform import Platform
from config.rules.problem import Problem
from config.rules.suggestion import nearest
from modules.controllers.checks import why_not_kubernetes
from modules.controllers.controller import Values, ValuesPath
from modules.controllers.images import image_values
from modules.controllers.values import IDENTITY_ANNOTATION, POD_ANNOTATIONS, ROLE_ARN_ANNOTATION, placed, touched
from modules.vendored_charts.chart_facts import FOLDER, ChartFacts, ChartNotVendoredError, chart_facts, file_name
from modules.vendored_charts.key_tree import ANY, KeyTree, nodes
from modules.vendored_charts.values_check import value_problems

CHARTS = "charts"
"""The folder beside environment files with what is known of charts of the user's own."""
_WHERE_PODS = "write where the chart reads annotations of its pods"
_MOST_SUGGESTIONS = 3


def facts_of(name: str, chart: UserChart, folder: Path) -> ChartFacts | None:
    """What is known of a chart, from the folder beside its environment file, or ours; None where nothing is.

    Raises ValueError for a file that is none of `make vendor-chart`.
    """
    for place in (folder / CHARTS, FOLDER):
        try:
            facts = chart_facts(chart.chart or name, chart.version, place.resolve())
        except ChartNotVendoredError:
            continue
        except OSError as error:
            raise ValueError(str(error)) from error
        if facts.repository == chart.repository.rstrip("/"):
            return facts
    return None


def release_values(chart: UserChart, facts: ChartFacts | None, service_account: Values, registry: str | None) -> Values:
    """The values of the file over those for its images, and under those for its role."""
    values = overlaid({} if facts is None else image_values(facts, registry), chart.values)
    return overlaid(values, placed(path_of(chart.service_account_path), service_account)) if chart.has_role else values


def value_misfits(name: str, chart: UserChart, folder: Path, platform: Platform) -> Iterator[Problem]:
    """What in the values, or in what is laid over them, the chart does not take; paths start below the chart's key."""
    pods = chart.has_role and (chart.identity or platform.identity) is not Identity.IRSA
    owned = list(_owned_problems(chart, pods=pods))
    yield from owned
    if chart.unchecked_because is not None:
        return
    try:
        facts = facts_of(name, chart, folder)
    except ValueError as error:
        file = f"{CHARTS}/{file_name(chart.chart or name, chart.version)}"
        yield Problem(
            ("version",), chart.version, f"can't be checked: {file} is broken ({error}); {_made(chart, folder)}"
        )
        return
    if facts is None:
        yield Problem(("version",), chart.version, _not_known(name, chart, folder))
        return
    if (reason := why_not_kubernetes(facts, platform.kubernetes_version)) is not None:
        yield Problem(("version",), chart.version, reason)
    account = {"create": True, "name": name, **({} if pods else {"annotations": {ROLE_ARN_ANNOTATION: "a role"}})}
    values = release_values(chart, facts, account, platform.image_registry)
    if pods:
        values = overlaid(values, placed(path_of(chart.pod_annotations_path), POD_ANNOTATIONS))
    if not owned:
        problems = [_of_its_key(chart, facts, it) for it in value_problems(values, facts)]
        yield from {(it.path, it.remedy): it for it in problems}.values()


def _owned_problems(chart: UserChart, *, pods: bool) -> Iterator[Problem]:
    """Values that stand where the platform lays its own, or that it would take away with them."""
    if not chart.has_role:
        return
    account, annotations = path_of(chart.service_account_path), path_of(chart.pod_annotations_path)
    shorter = min(len(account), len(annotations))
    if pods and account[:shorter] == annotations[:shorter]:
        remedy = f"can't be in one place with service_account_path ({chart.service_account_path}); {_WHERE_PODS}"
        yield Problem(("pod_annotations_path",), chart.pod_annotations_path, remedy)
    for path, key in ((account, "service_account_path"), ((*annotations, IDENTITY_ANNOTATION), "pod_annotations_path")):
        found = touched(chart.values, path) if key == "service_account_path" or pods else None
        if found is not None and found[0] == path:
            why = "a role trusts exactly that service account" if path == account else "it tells how pods become a role"
            yield Problem(("values", *path), found[1], f"is the platform's own, because {why}; leave it out")
        elif found is not None:
            yield Problem(
                ("values", *found[0]), found[1], f"is no map, but {key} leads through it; correct one of both"
            )


def _of_its_key(chart: UserChart, facts: ChartFacts, problem: Problem) -> Problem:
    """A problem of values under the key of the file that they come from."""
    path = tuple(map(str, problem.path))
    if touched(chart.values, path) is None and chart.has_role:
        of = f"chart {facts.name} {facts.version}"
        if _meets(path, path_of(chart.service_account_path)):
            remedy = f"is not where {of} reads a service account, with create, name and annotations; "
            instead = _nearest(facts.values, chart.service_account_path, _is_account) or "without one it gets no role"
            return Problem(("service_account_path",), chart.service_account_path, remedy + instead)
        if _meets(path, path_of(chart.pod_annotations_path)):
            remedy = (
                f"is not where {of} reads annotations of its pods, which start anew by them when `identity` changes; "
            )
            instead = _nearest(facts.values, chart.pod_annotations_path, _is_annotations) or "write identity: irsa"
            return Problem(("pod_annotations_path",), chart.pod_annotations_path, remedy + instead)
    return Problem(("values", *problem.path), problem.value, problem.remedy)


def _meets(one: ValuesPath, other: ValuesPath) -> bool:
    """Whether one path leads to the other, or through it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _is_account(path: ValuesPath, node: KeyTree) -> bool:
    if isinstance(node, str):
        return node == ANY and path[-1].casefold() == "serviceaccount"
    return {"create", "name"} <= set(node)


def _is_annotations(path: ValuesPath, node: KeyTree) -> bool:
    return path[-1].casefold().endswith("podannotations") and (node == ANY or not isinstance(node, str))


def _nearest(tree: KeyTree, written: str, fits: Callable[[ValuesPath, KeyTree], bool]) -> str | None:
    """The places of a chart that fit, as a question; None where there is none."""
    places = [".".join(path) for path, node in nodes(tree) if fits(path, node)]
    found = nearest(written, places) or tuple(places[:_MOST_SUGGESTIONS])
    return f"did you mean {' or '.join(found)}?" if found else None


def _not_known(name: str, chart: UserChart, folder: Path) -> str:
    file = file_name(chart.chart or name, chart.version)
    return (
        f"can't be checked: {CHARTS}/{file} is missing beside this file, or is of another repository; "
        f"{_made(chart, folder)}, or say in unchecked_because why its values need no check"
    )


def _made(chart: UserChart, folder: Path) -> str:
    return f"get the chart and run `make vendor-chart CHART=path FROM={chart.repository} INTO={folder / CHARTS}`"
