"""The container images that a chart's default values name, and which values say that they come from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modules.vendored_charts.key_tree import Path

_DOCKER_HUB = "docker.io"


@dataclass(frozen=True)
class Image:
    """An image, and the values (dotted path to text) that take it from another registry, `{registry}` in the text.

    A path that ends with `env[NAME]` is that of an environment variable in a list of them.
    """

    path: str
    """Where the values name it."""
    repository: str
    """Registry and repository."""
    tag: str
    """Tag, as far as the values or the chart's `appVersion` say one."""
    values: Mapping[str, str]

    @property
    def registry(self) -> str:
        """The registry: the first part of the repository."""
        return self.repository.partition("/")[0]


def images_of(values: Mapping[str, object], app_version: str, above: Path = ()) -> Iterator[Image]:
    """The images that default values name with a `repository`, in their order."""
    repository = values.get("repository")
    if above and isinstance(repository, str) and repository and "image" in above[-1].casefold():
        yield _image(".".join(above), values, repository, app_version)
    for key, below in values.items():
        if isinstance(below, Mapping):
            yield from images_of(below, app_version, (*above, str(key)))


def _image(path: str, values: Mapping[str, object], repository: str, app_version: str) -> Image:
    tag = str(values.get("tag") or app_version)
    registry = values.get("registry")
    if isinstance(registry, str) and registry:
        return Image(path, f"{registry}/{repository}", tag, {f"{path}.registry": "{registry}"})
    first, _, rest = repository.partition("/")
    if not rest or not {".", ":"} & set(first):
        return Image(path, f"{_DOCKER_HUB}/{repository}", tag, {f"{path}.repository": f"{{registry}}/{repository}"})
    return Image(path, repository, tag, {f"{path}.repository": f"{{registry}}/{rest}"})
