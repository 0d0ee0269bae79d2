"""Whatever the kinds of Karpenter refuse can't come from an environment file: rule by rule, of those we could break.

The table (karpenter_rules.yaml) is compared with the vendored kinds, so that a new version of them, or a new key of
ours, shows what nobody has looked at yet.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.environment_file import environment_file_model
from config.reading.environment_reader import EnvironmentReader
from modules.controllers import CONTROLLERS
from modules.controllers.controller import Installation
from modules.controllers.karpenter import KARPENTER, KarpenterOptions
from modules.controllers.karpenter_labels import WELL_KNOWN_LABELS
from modules.controllers.karpenter_nodes import DisruptionBudget, NodeClass, NodePool, NodeTaint
from modules.controllers.objects import object_problems
from modules.vendored_charts.chart_facts import chart_facts
from modules.vendored_charts.custom_resources import RULES
from tests.config.environment_files import right_file
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json

KINDS = chart_facts("karpenter-crd", KARPENTER.chart.version).kinds
KEYWORDS = (
    *("enum", "maxItems", "maxLength", "maxProperties", "maximum"),
    *("minItems", "minLength", "minProperties", "minimum", "pattern"),
)
TABLE: Json = yaml.safe_load(Path(__file__).with_name("karpenter_rules.yaml").read_text(encoding="utf-8"))
REFUSED = [
    pytest.param(case, id=f"{kind} {place} {rule}")
    for kind, places in TABLE.items()
    for place, cases in places.items()
    for rule, case in cases.items()
    if isinstance(case, dict)
]
RIGHT = {".node_classes.default.ami_alias": "al2023@latest", ".node_pools.general.limits": {"cpu": "1"}}
KEY = "controllers.karpenter"
(NODES,) = KARPENTER.behind_it
EVERYTHING = KarpenterOptions(
    node_classes={
        "default": NodeClass(ami_alias="al2023@v20260801", volume_size=20),
        "bottlerocket": NodeClass(ami_alias="bottlerocket@v1.60.0"),
    },
    node_pools={
        "general": NodePool(
            limits={"cpu": "100", "memory": "400Gi"},
            labels={"team": "a", "karpenter.k8s.aws/instance-family": "m7g"},
            taints=(NodeTaint(key="example.com/dedicated", value="a", effect="NoSchedule"),),
            budgets=(DisruptionBudget(nodes="0", schedule="0 6 * * mon-fri", duration="12h"),),
            weight=1,
        )
    },
)
"""Every key that there is."""


@pytest.fixture(scope="module")
def reader() -> EnvironmentReader:
    return EnvironmentReader(environment_file_model(CONTROLLERS))


def rules(schema: Mapping[str, Any], value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Where something is written, and what the kind demands there: a keyword of its schema, or the words of a rule."""
    yield from ((place or "spec", keyword) for keyword in KEYWORDS if keyword in schema)
    yield from ((place or "spec", rule["message"]) for rule in schema.get(RULES, ()))
    if isinstance(value, Mapping):
        for key, below in value.items():
            known = schema.get("properties", {}).get(key)
            if known is None:
                yield from rules(schema["additionalProperties"], below, f"{place}{{}}")
            else:
                yield from rules(known, below, f"{place}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for below in value:
            yield from rules(schema["items"], below, f"{place}[]")


def lines(reader: EnvironmentReader, folder: Path, changes: Mapping[str, object]) -> list[str]:
    paths = {KEY + path if path.startswith(".") else path: it for path, it in {**RIGHT, **changes}.items()}
    file = folder / "dev.yaml"
    file.write_text(json.dumps(right_file(paths)), encoding="utf-8")
    return [str(mistake).removeprefix(f"{file}: ").removeprefix(KEY) for mistake in reader.read(file).mistakes]


def left_out(value: object, place: str = "") -> Iterator[str]:
    """Keys in which nothing stands."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from left_out(below, f"{place}.{key}")
    elif isinstance(value, tuple):
        for below in value:
            yield from left_out(below, f"{place}[]")
    if value in (None, "", (), {}):
        yield place


def test_the_example_has_every_key() -> None:
    written = EVERYTHING.model_dump(include={"node_classes", "node_pools"})

    assert list(left_out(written)) == []


def test_each_rule_about_what_we_write_is_looked_at() -> None:
    values: Json = NODES.values(Installation(EVERYTHING, cluster_facts(), service_account={}))
    demanded = {
        (kind, *rule)
        for key, kind in NODES.kinds.items()
        for spec in values[key].values()
        for rule in rules(KINDS[kind], spec)
    }

    assert {
        (kind, place, rule) for kind, places in TABLE.items() for place, cases in places.items() for rule in cases
    } == demanded
    assert list(object_problems(NODES, values)) == []


@pytest.mark.parametrize("case", REFUSED)
def test_what_breaks_a_rule_is_refused_in_our_words(reader: EnvironmentReader, tmp_path: Path, case: Json) -> None:
    assert lines(reader, tmp_path, case["changes"]) == [case["line"]]


@pytest.mark.parametrize(
    ("path", "value", "remedy"),
    [
        (".node_pools.general.budgets", [{"nodes": "1"}] * 51, "must have 50 or fewer entries"),
        (
            ".node_pools.general.labels",
            {f"team-{it}": "a" for it in range(101)},
            "has 101 labels; a node pool takes 100 at most",
        ),
    ],
    ids=["budgets", "labels"],
)
def test_too_many_are_refused(reader: EnvironmentReader, tmp_path: Path, path: str, value: object, remedy: str) -> None:
    (line,) = lines(reader, tmp_path, {path: value})

    assert (line.partition(": ")[0], line.rpartition(": ")[2]) == (path, remedy)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {".node_pools.general.budgets": [{"nodes": "1", "duration": "8h"}]},
            (
                ".node_pools.general.budgets[0].schedule: missing: belongs to duration, and Kubernetes refuses one "
                "without the other; write it, or leave out duration"
            ),
        ),
        (
            {".node_pools.general.limits": {}},
            ".node_pools.general.limits: {}: limits nothing; write cpu, memory, or both",
        ),
        *(
            (
                {".node_pools.general.limits": {"memory": it}},
                (
                    f".node_pools.general.limits.memory: {shown}: is no amount of memory with its unit (Mi, Gi or Ti); "
                    "write one like 400Gi"
                ),
            )
            for it, shown in (("800", '"800"'), ("800m", "800m"))
        ),
        (
            {".node_pools.general.limits": {"cpu": "100Gi"}},
            ".node_pools.general.limits.cpu: 100Gi: is no number of vCPUs; write one like 100",
        ),
        *(
            (
                {".node_classes.default.ami_alias": it},
                (
                    f".node_classes.default.ami_alias: {it}: is no alias of an image; write al2023@v<release date> or "
                    "bottlerocket@v<version>, or @latest to let it move"
                ),
            )
            for it in ("bottlerocket@v20260801", "al2023@v1.60.0", "al2023@v20261301")
        ),
        (
            {".node_pools.general.budgets": []},
            ".node_pools.general.budgets: []: must have 1 or more entries",
        ),
        (
            {".node_pools.general.budgets": [{"nodes": "0", "schedule": "@daily", "duration": "0m"}]},
            (
                ".node_pools.general.budgets[0].duration: 0m: is no duration of a minute or more, in hours and minutes"
                "; write one like 8h"
            ),
        ),
        (
            {".node_pools.general.expire_after": "0h"},
            (
                ".node_pools.general.expire_after: 0h: would replace each node as soon as it is there; write an age "
                "such as 720h"
            ),
        ),
        (
            # https://pkg.go.dev/time#ParseDuration: it can't be read, though the kind has nothing against it.
            {".node_pools.general.expire_after": "9999999h"},
            ".node_pools.general.expire_after: 9999999h: is no duration; write one like 30m or 720h",
        ),
        (
            {".node_pools.general.taints": [{"key": "a", "value": it, "effect": "NoSchedule"} for it in "bc"]},
            ".node_pools.general.taints[1].key: a: stands in the list twice with effect NoSchedule; leave one out",
        ),
    ],
    ids=[
        *("duration alone", "no limit", "bytes", "thousandths of a byte", "bytes of vCPUs"),
        *(
            "date of a version",
            "version of a date",
            "no date",
            "no budget",
            "no time",
            "no age",
            "beyond Go",
            "taints alike",
        ),
    ],
)
def test_what_karpenter_itself_would_refuse_or_regret(
    reader: EnvironmentReader, tmp_path: Path, changes: Mapping[str, object], line: str
) -> None:
    assert lines(reader, tmp_path, changes) == [line]


def test_the_labels_that_a_pool_may_have_are_those_of_the_rules() -> None:
    labels = KINDS["NodePool"]["properties"]["template"]["properties"]["metadata"]["properties"]["labels"]
    named = {key for rule in labels[RULES] for key in re.findall(r'"(karpenter[^"]*/[^"]*)"', rule["rule"])}

    assert named - {"karpenter.sh/nodepool"} == WELL_KNOWN_LABELS
