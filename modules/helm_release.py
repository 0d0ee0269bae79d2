"""A Helm release, with the same care for each."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from cdktf import AssetType, ITerraformDependable, TerraformAsset
from cdktf_cdktf_provider_helm.release import Release
from constructs import Construct

_CHARTS = Path(__file__).parent.parent / "charts"
_HISTORY_KEPT = 10

# Terraform would read these in a value as the start of a template; a token of cdktf is meant to be one.
_TEMPLATE_START = re.compile(r"([$%])(?=\{(?!TfToken\[))")


class HelmRelease(Construct):
    """A release that is done when everything in it is ready; a release left behind by a killed apply is taken over."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        namespace: str,
        chart: str,
        repository: str | None = None,
        version: str | None = None,
        values: Mapping[str, object],
        timeout_seconds: int,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        super().__init__(scope, id)
        self.release: ITerraformDependable = Release(
            self,
            "release",
            name=name,
            namespace=namespace,
            create_namespace=True,
            repository=repository,
            chart=chart,
            version=version,
            values=[values_yaml(values)],
            wait=True,
            timeout=timeout_seconds,
            upgrade_install=True,
            max_history=_HISTORY_KEPT,
            depends_on=depends_on or None,
        )


def values_yaml(values: Mapping[str, object]) -> str:
    """Values as YAML with sorted keys, in which only tokens of cdktf are templates of Terraform."""
    return _TEMPLATE_START.sub(r"\1\1", yaml.safe_dump(values, sort_keys=True, width=10_000))


def own_chart(scope: Construct, id: str, name: str) -> str:
    """The path of a chart of ours, copied beside the synthesized stack; it changes whenever the chart does."""
    asset = TerraformAsset(scope, id, path=str(_CHARTS / name), type=AssetType.DIRECTORY)
    return f"./{asset.path}"
