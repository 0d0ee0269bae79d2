"""The simulated provider hashicorp/tls: certificate chains of hosts that are never asked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from rehearsal.engine.calls import Action
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.provider import Change, Traits
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.schema import ProviderSchema
from rehearsal.engine.values import State, Value, text


@dataclass(frozen=True)
class TlsProvider:
    """hashicorp/tls."""

    schema: ProviderSchema
    address: str = "registry.terraform.io/hashicorp/tls"

    def validate(self, _type_name: str, _config: State) -> Sequence[RefusedError]:
        """No resource type of this provider is simulated."""
        return ()

    def configure(self, _config: State) -> "TlsInstance":
        """The provider; its only setting is a proxy, and nothing is connected to."""
        return TlsInstance()


@dataclass(frozen=True)
class TlsInstance:
    """hashicorp/tls as one `provider` block configures it."""

    def scope(self, _type_name: str, _state: State) -> str:
        """Nothing is stored anywhere."""
        return ""

    def traits(self, _type_name: str) -> Traits:
        """No resource type of this provider is simulated."""
        return Traits()

    def decided(self, type_name: str, *, prior: State | None, config: State, proposed: State) -> State:  # noqa: ARG002
        """No resource type of this provider is simulated."""
        return {}

    def refuse(self, _action: Action, _change: Change) -> None:
        """No resource type of this provider is simulated."""

    def wait(self, _change: Change) -> None:
        """No resource type of this provider is simulated."""

    def taken(self, type_name: str, _state: State, object_id: str) -> RefusedError:
        """No resource type of this provider is simulated."""
        return RefusedError(f"{type_name} {object_id} already exists")

    def observed(self, _type_name: str, state: State, _inventory: Inventory) -> State:
        """No resource type of this provider is simulated."""
        return state

    def invent(self, _change: Change) -> State:
        """No resource type of this provider is simulated."""
        return {}

    def fallbacks(self, _change: Change) -> State:
        """Every value is given."""
        return {}

    def read_data(self, type_name: str, config: State, _inventory: Inventory) -> State:
        """The chain of three certificates of the host in `url`, from the top; the host's own one is the last.

        Raises:
            RefusedError: nobody has taught the rehearsal this data source, or its arguments.
        """
        host = urlsplit(text(config, "url")).hostname
        if type_name != "tls_certificate" or not host:
            raise RefusedError(
                f"The rehearsal does not know what data source {type_name} answers",
                "It knows tls_certificate with a url.",
            )
        chain = [
            _certificate(_ROOT, issuer=_ROOT, may_issue=1),
            _certificate(_INTERMEDIATE, issuer=_ROOT, may_issue=0),
            _certificate(f"CN={host}", issuer=_INTERMEDIATE, may_issue=None),
        ]
        return {"id": hashlib.sha1(host.encode(), usedforsecurity=False).hexdigest(), "certificates": chain}


_ROOT, _INTERMEDIATE = "CN=Rehearsal Root CA", "CN=Rehearsal Intermediate CA"


def _certificate(subject: str, *, issuer: str, may_issue: int | None) -> dict[str, Value]:
    """A certificate; `may_issue` is how many authorities may follow below it, None of a host's own certificate."""
    fingerprint = hashlib.sha1(subject.encode(), usedforsecurity=False).hexdigest()
    return {
        "cert_pem": f"-----BEGIN CERTIFICATE-----\n{fingerprint}\n-----END CERTIFICATE-----\n",
        "is_ca": may_issue is not None,
        "issuer": issuer,
        "max_path_length": -1 if may_issue is None else may_issue,
        "not_after": "2036-01-01T00:00:00Z",
        "not_before": "2026-01-01T00:00:00Z",
        "public_key_algorithm": "RSA",
        "serial_number": str(int(fingerprint[:16], 16)),
        "sha1_fingerprint": fingerprint,
        "signature_algorithm": "SHA256-RSA",
        "subject": subject,
        "version": 3,
    }
