"""The facts of a chart that we install, read from the file that `make vendor-chart` wrote for this version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from modules.controller_data_error import ControllerDataError
from modules.vendored_charts.facts_check import checked_facts
from modules.vendored_charts.images import Image
from modules.vendored_charts.key_tree import KeyTree

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class ChartFacts:
    """What is known of one version of a chart."""

    name: str
    version: str
    repository: str
    """Where it is installed from: a chart of the same name from elsewhere is another one."""
    app_version: str
    """The version of the software that the chart installs, as the chart spells it."""
    kube_version: str | None
    """The Kubernetes versions that the chart accepts, in Helm's form; None where it does not say."""
    sources: Mapping[str, Mapping[str, str]]
    """File of the chart to where it comes from and its SHA-256."""
    images: tuple[Image, ...]
    values: KeyTree
    kinds: Mapping[str, Mapping[str, Any]]
    """Kind that the chart defines and that we make objects of, to the JSON schema of its `spec`."""
    schema: Mapping[str, Any] | None
    """The chart's JSON schema of its values, without its texts; None where it has none."""


class ChartNotVendoredError(ControllerDataError):
    """A chart is pinned to a version of which nothing is known: its values can't be checked."""

    def __init__(self, name: str, version: str) -> None:
        super().__init__(
            f"modules/vendored_charts/data has no {file_name(name, version)}: a chart and what is known of it move "
            f"together; get chart {name} {version} and run `make vendor-chart CHART=path FROM=origin`"
        )


def file_name(name: str, version: str) -> str:
    """The name of the file with the facts of a chart."""
    return f"{name}-{version.removeprefix('v')}.json"


@cache
def chart_facts(name: str, version: str, folder: Path | None = None) -> ChartFacts:
    """The facts of a chart at a version, in `folder` or ours; raises `ChartNotVendoredError` where there are none.

    Raises ValueError for a file in `folder` that is none of `make vendor-chart`; of ours, a test knows the hashes.
    """
    try:
        content = ((folder or FOLDER) / file_name(name, version)).read_bytes()
    except FileNotFoundError:
        raise ChartNotVendoredError(name, version) from None
    data = json.loads(content) if folder is None else checked_facts(content)
    return ChartFacts(**{**data, "images": tuple(Image(**image) for image in data["images"])})
