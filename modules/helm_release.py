"""A Helm release, with the same care for each."""

from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path

import yaml
from cdktf import AssetType, ITerraformDependable, TerraformAsset
from cdktf_cdktf_provider_helm.release import Release
from constructs import Construct

from modules.template_text import holds_token, literal

_CHARTS = Path(__file__).parent.parent / "charts"
_HISTORY_KEPT = 10


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
    return literal(yaml.dump(values, Dumper=_Dumper, sort_keys=True, width=inf))


class _Dumper(yaml.SafeDumper):
    """Quotes what holds a token, so that it stays text whatever it becomes: an account id would turn into a number.

    In single quotes, so that the values can be read before Terraform applies, too: its expressions have double ones.
    """

    def text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="'" if holds_token(text) else None)


_Dumper.add_representer(str, _Dumper.text)


def own_chart(scope: Construct, id: str, name: str) -> str:
    """The path of a chart of ours, copied beside the synthesized stack; it changes whenever the chart does."""
    asset = TerraformAsset(scope, id, path=str(_CHARTS / name), type=AssetType.DIRECTORY)
    return f"./{asset.path}"
