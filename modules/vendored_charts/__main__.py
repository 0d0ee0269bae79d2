"""`python -m modules.vendored_charts CHART --from ORIGIN`: keep what we need to know of a chart."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from modules.vendored_charts import marks
from modules.vendored_charts.chart_facts import FOLDER, file_name
from modules.vendored_charts.chart_source import NoChartError, read_chart
from modules.vendored_charts.marks import MarkMissesError, marks_of
from modules.vendored_charts.schema_errors import BrokenSchemaError, validator_of
from modules.vendored_charts.vendoring import SUMS, facts_of, sums_of, text_of

_REPOSITORY = re.compile("(https|oci)://[^ ]+")

_MEND_SCHEMA = "mend it in a copy of the chart's folder, and name that as CHART"


def main(arguments: Sequence[str]) -> int:
    """Vendor one chart; the exit status."""
    parser = argparse.ArgumentParser(prog="make vendor-chart", description="Keep what we need to know of a Helm chart.")
    parser.add_argument("chart", type=Path, help="folder of the chart, or its archive as `helm pull` fetches it")
    parser.add_argument(
        "--from", dest="origin", required=True, help="where the chart comes from, such as its repository"
    )
    parser.add_argument("--repository", help="its repository, if that is not what FROM begins with")
    parser.add_argument(
        "--into", type=Path, help="folder for a chart of your own: `charts` beside its environment file"
    )
    wishes = parser.parse_args(arguments)
    repository = wishes.repository or wishes.origin.partition(" ")[0]
    if not repository:
        sys.stderr.write("FROM: is missing; write where the chart comes from, such as its repository, https://...\n")
        return 1
    if not _REPOSITORY.fullmatch(repository):
        sys.stderr.write(f"REPOSITORY: {repository}: is no repository; write its address, https://... or oci://...\n")
        return 1
    folder = wishes.into or FOLDER
    try:
        source = read_chart(wishes.chart)
        its_marks = marks_of(source.chart["name"], wishes.into or marks.FOLDER)
        facts = facts_of(source, repository.rstrip("/"), wishes.origin.rstrip("/"), its_marks)
        if facts.schema is not None:
            validator_of(facts.schema)
    except BrokenSchemaError as error:
        sys.stderr.write(f"{wishes.chart}: values.schema.json can't be used: {error}; {_MEND_SCHEMA}\n")
        return 1
    except (NoChartError, MarkMissesError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / file_name(facts.name, facts.version)
    if wishes.into is None:
        _remove_others(file, facts.name)
    file.write_text(text_of(facts), encoding="utf-8")
    if wishes.into is None:
        (folder / SUMS).write_text(sums_of(folder), encoding="utf-8")
    sys.stdout.write(f"{file.name}: images: {len(facts.images)}, Kubernetes: {facts.kube_version or 'not said'}\n")
    return 0


def _remove_others(file: Path, chart: str) -> None:
    """A controller has one version in all environments; of charts of one's own each may have another."""
    for other in file.parent.glob(f"{chart}-[0-9]*.json"):
        if other != file:
            other.unlink()
            sys.stdout.write(f"{other.name} is gone: one version of a chart is in use\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
