"""The simulated provider hashicorp/helm. Charts are not rendered, and `exec` credentials are not executed."""

from collections.abc import Sequence
from dataclasses import dataclass

from rehearsal.engine.calls import Action
from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.provider import Change, Traits
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.schema import ProviderSchema
from rehearsal.engine.values import State, Value, mapping, number, text
from rehearsal.providers.helm_refusals import refuse_name, refuse_unready, refuse_without_access
from rehearsal.providers.replacement import read_replacements

# What the provider plans for an argument that is left out; every flag that is not here is false. Source:
# https://registry.terraform.io/providers/hashicorp/helm/3.1.1/docs/resources/release.
_DEFAULTS: dict[str, Value] = {
    "max_history": 0,
    "namespace": "default",
    "render_subchart_notes": True,
    "timeout": 300,
    "wait": True,
}
# Each update of a release makes a new revision, which its metadata and status tell of.
_TRAITS = Traits(
    recomputed=lambda _prior, _wanted: ("metadata", "status"),
    replaced_by=read_replacements()["helm_release"].replaced_by,
    # Otherwise Helm says that it cannot re-use a name.
    overwrites=lambda planned: planned.get("upgrade_install") is True,
)
_LONGEST_NAME = 53
_FIRST_DEPLOYED = 1767225600
"""2026-01-01T00:00:00Z in seconds since 1970."""
_CHART_VERSION = "0.1.0"
"""Of a chart for which none is asked: its files are not read."""


@dataclass(frozen=True)
class HelmProvider:
    """hashicorp/helm."""

    schema: ProviderSchema
    address: str = "registry.terraform.io/hashicorp/helm"

    def validate(self, _type_name: str, config: State) -> Sequence[RefusedError]:
        """Names of releases: https://helm.sh/docs/chart_template_guide/getting_started/."""
        name = text(config, "name")
        if len(name) <= _LONGEST_NAME:
            return ()
        return [
            RefusedError(
                "Invalid Attribute Value Length",
                f"Attribute name string length must be between 1 and {_LONGEST_NAME}, got: {len(name)}",
                path=("name",),
            )
        ]

    def configure(self, config: State) -> "HelmInstance":
        """The provider for one cluster: the one at `kubernetes.host`."""
        return HelmInstance(self.schema, text(mapping(config, "kubernetes"), "host"))


@dataclass(frozen=True)
class HelmInstance:
    """hashicorp/helm as one `provider` block configures it."""

    schema: ProviderSchema
    host: str

    def scope(self, _type_name: str, state: State) -> str:
        """The cluster and the namespace."""
        return f"{self.host}/{text(state, 'namespace') or 'default'}"

    def traits(self, _type_name: str) -> Traits:
        """There is one type, helm_release."""
        return _TRAITS

    def decided(
        self,
        type_name: str,
        *,
        prior: State | None,  # noqa: ARG002 - the defaults need only the configuration
        config: State,
        proposed: State,  # noqa: ARG002
    ) -> State:
        """The defaults."""
        attributes = self.schema.resources[type_name].block.attributes
        flags = {
            name: False
            for name, attribute in attributes.items()
            if attribute.type == "bool" and attribute.optional and attribute.computed
        }
        return {name: value for name, value in {**flags, **_DEFAULTS}.items() if config.get(name) is None}

    def refuse(self, action: Action, change: Change) -> None:
        """A cluster that is out of reach, a name that Helm does not take, and pods that would never become ready.

        Raises:
            RefusedError: in the words of the real provider.
        """
        refuse_without_access(change.inventory, self.host)
        if action is Action.CREATE:
            refuse_name(change)
        if action is Action.UPDATE:
            refuse_unready(change, self.host)

    def wait(self, change: Change) -> None:
        """Pods that never become ready.

        Raises:
            RefusedError: in the words of the real provider.
        """
        refuse_unready(change, self.host)

    def taken(self, _type_name: str, state: State, _object_id: str) -> RefusedError:
        """In the words of Helm."""
        return RefusedError(
            "installation failed", f"cannot re-use a name that is still in use\n\nRelease: {text(state, 'name')}"
        )

    def observed(self, _type_name: str, state: State, _inventory: Inventory) -> State:
        """Nothing that other releases do shows in a release."""
        return state

    def invent(self, change: Change) -> State:
        """The release as Helm reports it once it is deployed."""
        planned = change.planned
        name = text(planned, "name")
        version = text(planned, "version") or _CHART_VERSION
        present = change.inventory.get(Key("helm", self.scope(change.type_name, planned), change.type_name, name))
        prior = mapping(present or {}, "metadata")
        return {
            "id": name,
            "manifest": None,
            "metadata": {
                "app_version": version,
                "chart": text(planned, "chart").rpartition("/")[2],
                "first_deployed": _FIRST_DEPLOYED,
                "last_deployed": _FIRST_DEPLOYED,
                "name": name,
                "namespace": text(planned, "namespace"),
                "notes": "",
                "revision": number(prior, "revision", 0) + 1,
                "values": "{}",
                "version": version,
            },
            "status": "deployed",
            "version": version,
        }

    def fallbacks(self, _change: Change) -> State:
        """Nothing is common to all types; there is only one."""
        return {}

    def read_data(self, type_name: str, _config: State, _inventory: Inventory) -> State:
        """Helm's data source renders charts, which a rehearsal cannot.

        Raises:
            RefusedError: always.
        """
        raise RefusedError(
            f"The rehearsal does not know what data source {type_name} answers",
            "Charts are not rendered in a rehearsal.",
        )
