"""How a simulated provider says no."""

from rehearsal.engine.traversal import Path
from rehearsal.engine.values import State


class RefusedError(Exception):
    """The simulated provider refuses; Terraform shows it as an error of the resource that was asked for.

    `summary` is the headline, `detail` the text beneath it, `path` the attribute it is about (empty: the whole block).
    `left_behind` is the object where one was made all the same, such as nodes that never become ready: Terraform keeps
    it in its state as tainted, and replaces it with the next apply.
    """

    def __init__(self, summary: str, detail: str = "", path: Path = ()) -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.path = path
        self.left_behind: State | None = None
