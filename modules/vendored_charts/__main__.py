"""`python -m modules.vendored_charts CHART --from ORIGIN`: keep what we need to know of a chart."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from modules.vendored_charts.chart_facts import FOLDER, file_name
from modules.vendored_charts.chart_source import NoChartError, read_chart
from modules.vendored_charts.marks import MarkMissesError, marks_of
from modules.vendored_charts.vendoring import facts_of, text_of


def main(arguments: Sequence[str]) -> int:
    """Vendor one chart; the exit status."""
    parser = argparse.ArgumentParser(prog="make vendor-chart", description="Keep what we need to know of a Helm chart.")
    parser.add_argument("chart", type=Path, help="folder of the chart, or its archive as `helm pull` fetches it")
    parser.add_argument(
        "--from", dest="origin", required=True, help="where the chart comes from, such as its repository"
    )
    wishes = parser.parse_args(arguments)
    try:
        source = read_chart(wishes.chart)
        facts = facts_of(source, wishes.origin.rstrip("/"), marks_of(source.chart["name"]))
    except (NoChartError, MarkMissesError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    file = FOLDER / file_name(facts.name, facts.version)
    for other in FOLDER.glob(f"{facts.name}-[0-9]*.json"):
        if other != file:
            other.unlink()
            sys.stdout.write(f"{other.name} is gone: one version of a chart is in use\n")
    file.write_text(text_of(facts), encoding="utf-8")
    sys.stdout.write(f"{file.name}: {len(facts.images)} images, Kubernetes {facts.kube_version or 'not said'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
