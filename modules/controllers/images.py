"""Values that let a chart take its images from a registry with copies of them."""

from modules.controllers.controller import Values
from modules.vendored_charts.chart_facts import ChartFacts


def image_values(chart: ChartFacts, image_registry: str | None) -> Values:
    """All images of the chart under their whole names in `image_registry`; nothing where there is none.

    Variables in a list are left to the controller: values laid over a list would take the place of all of it.
    """
    values: dict[str, object] = {}
    if image_registry is not None:
        for image in chart.images:
            for path, text in image.values.items():
                if path.endswith("]"):
                    continue
                *above, last = path.split(".")
                holder = values
                for key in above:
                    inner = holder.setdefault(key, {})
                    if not isinstance(inner, dict):
                        raise TypeError(f"{chart.name}: {path} lies below another value of an image")
                    holder = inner
                holder[last] = text.replace("{registry}", f"{image_registry}/{image.registry}")
    return values
