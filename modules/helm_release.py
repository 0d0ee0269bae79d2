"""A Helm release, with the same care for each."""

import re
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
_BEGINS_LIKE_A_WORD = re.compile("[A-Za-z]{2}")


class HelmRelease(Construct):
    """A release that is done when everything in it is ready.

    A release that a killed apply left behind is taken over once it is deployed or failed. One that is still
    `pending-install` or `pending-upgrade` is refused by Helm and needs a hand: docs/operations.md, "Upgrading charts".
    """

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
        skip_crds: bool = False,
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
            skip_crds=skip_crds or None,
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
    """Quotes each text that Helm could read as something else.

    Helm takes more for numbers and booleans than PyYAML does, such as 0089, 1e5 and y. And a text with a token stays a
    text whatever it becomes, such as an account id; its quotes are single ones because Terraform's expressions have
    double ones, so that the values can be read before Terraform applies, too.
    """

    def text(self, text: str) -> yaml.ScalarNode:
        plain = _BEGINS_LIKE_A_WORD.match(text) and not holds_token(text)
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else "'")

    def ignore_aliases(self, _data: object) -> bool:
        """Each place says what stands there: who reviews a plan need not look for an anchor elsewhere."""
        return True


_Dumper.add_representer(str, _Dumper.text)


def own_chart(scope: Construct, id: str, name: str) -> str:
    """The path of a chart of ours, copied beside the synthesized stack; it changes whenever the chart does."""
    asset = TerraformAsset(scope, id, path=str(_CHARTS / name), type=AssetType.DIRECTORY)
    return f"./{asset.path}"
