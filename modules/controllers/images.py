"""Values that let a chart take its images from a registry with copies of them."""

from modules.controllers.controller import Chart, Values
from modules.vendored_charts.chart_facts import chart_facts


def image_values(chart: Chart, image_registry: str | None) -> Values:
    """All images of the chart under their whole names in `image_registry`; nothing where there is none."""
    values: dict[str, object] = {}
    if image_registry is not None:
        for image in chart_facts(chart.name, chart.version).images:
            for path, text in image.values.items():
                *above, last = path.split(".")
                holder = values
                for key in above:
                    inner = holder.setdefault(key, {})
                    if not isinstance(inner, dict):
                        raise TypeError(f"{chart.name}: {path} lies below another value of an image")
                    holder = inner
                value = text.replace("{registry}", f"{image_registry}/{image.registry}")
                key, _, variable = last.removesuffix("]").partition("[")
                holder[key] = [{"name": variable, "value": value}] if variable else value
    return values
