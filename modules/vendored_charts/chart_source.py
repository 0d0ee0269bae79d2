"""Reading a chart as its project publishes it: a folder, or the archive that `helm pull` fetches."""

import hashlib
import json
import re
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

_FILES = ("Chart.yaml", "values.yaml", "values.schema.json")
_LARGEST_FILE = 5_000_000  # bytes
_ARCHIVES = (".tgz", ".tar.gz")
_MANIFESTS = ("crds", "templates")
_YAML = (".yaml", ".yml")
# Both become the name of a file: https://helm.sh/docs/chart_best_practices/conventions/
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"v?[0-9][A-Za-z0-9.+-]*")


class NoChartError(Exception):
    """What was named is no chart."""


@dataclass(frozen=True)
class ChartSource:
    """A chart with the charts inside it."""

    chart: Mapping[str, Any]
    """`Chart.yaml`."""
    values: Mapping[str, Any]
    schema: Mapping[str, Any] | None
    digests: Mapping[str, str]
    """File to its SHA-256, of the chart itself, its values and their schema."""
    manifests: Mapping[str, str]
    """File in `crds` or `templates` to its text, among them the definitions of the chart's kinds."""
    inside: Mapping[str, "ChartSource"]
    """Key of its values to the chart that gets them: a dependency, under its alias where it has one."""


def digest(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def read_chart(path: Path) -> ChartSource:
    """The chart in a folder or an archive; raises `NoChartError` where there is none."""
    if path.is_dir():
        return _source(_files_of_folder(path), str(path))
    if path.is_file() and path.name.endswith(_ARCHIVES):
        return _archive(path.read_bytes(), path.name)
    raise NoChartError(f"{path}: is no chart; name the folder of a chart, or its archive (.tgz)")


def _archive(content: bytes, name: str) -> ChartSource:
    """An archive holds one folder, named after the chart."""
    files: dict[PurePosixPath, bytes] = {}
    try:
        with tarfile.open(fileobj=BytesIO(content), mode="r:gz") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() and member.size <= _LARGEST_FILE else None
                if stream is not None:
                    files[PurePosixPath(*PurePosixPath(member.name).parts[1:])] = stream.read()
    except tarfile.TarError as error:
        raise NoChartError(f"{name}: can't be read as an archive ({error})") from error
    return _source(files, name)


def _files_of_folder(folder: Path) -> dict[PurePosixPath, bytes]:
    wanted = (
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and (file.name in _FILES or file.name.endswith((*_ARCHIVES, *_YAML)))
    )
    return {PurePosixPath(file.relative_to(folder).as_posix()): file.read_bytes() for file in wanted}


def _source(files: Mapping[PurePosixPath, bytes], name: str) -> ChartSource:
    missing = [file for file in _FILES[:2] if PurePosixPath(file) not in files]
    if missing:
        raise NoChartError(f"{name}: has no {' and no '.join(missing)}, so it is no chart that can be vendored")
    own = {file: files[PurePosixPath(file)] for file in _FILES if PurePosixPath(file) in files}
    chart = _map(own, "Chart.yaml", name)
    if not isinstance(chart.get("name"), str) or not _NAME.fullmatch(chart["name"]):
        raise NoChartError(f"{name}: Chart.yaml: name: {chart.get('name')}: is no name of a chart, such as my-chart")
    if not _VERSION.fullmatch(str(chart.get("version"))):
        raise NoChartError(f"{name}: Chart.yaml: version: {chart.get('version')}: is no version, such as 1.2.3")
    return ChartSource(
        chart=chart,
        values=_map(own, "values.yaml", name),
        schema=_map(own, "values.schema.json", name) if "values.schema.json" in own else None,
        digests={file: digest(own[file]) for file in own},
        manifests={
            str(path): content.decode("utf-8")
            for path, content in sorted(files.items())
            if path.parts[0] in _MANIFESTS and path.suffix in _YAML
        },
        inside=_dependencies(chart, files),
    )


def _map(files: Mapping[str, bytes], file: str, name: str) -> Mapping[str, Any]:
    """A file that holds a map, or nothing; raises `NoChartError` for any other."""
    try:
        found = json.loads(files[file]) if file.endswith(".json") else yaml.safe_load(files[file]) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NoChartError(f"{name}: {file}: can't be read ({' '.join(str(error).split())})") from error
    if not isinstance(found, Mapping):
        raise NoChartError(f"{name}: {file}: is no map of keys to values, so this is no chart that can be vendored")
    return found


def _dependencies(chart: Mapping[str, Any], files: Mapping[PurePosixPath, bytes]) -> dict[str, ChartSource]:
    names = {it["name"]: it.get("alias", it["name"]) for it in chart.get("dependencies") or []}
    found: dict[str, ChartSource] = {}
    below: dict[str, dict[PurePosixPath, bytes]] = {}
    for path, content in files.items():
        match path.parts:
            case ("charts", archive) if archive.endswith(_ARCHIVES):
                source = _archive(content, archive)
                found[names.get(source.chart["name"], source.chart["name"])] = source
            case ("charts", folder, *rest) if rest:
                below.setdefault(folder, {})[PurePosixPath(*rest)] = content
    for folder, inner in below.items():
        if PurePosixPath("Chart.yaml") in inner and PurePosixPath("values.yaml") in inner:
            source = _source(inner, folder)
            found[names.get(source.chart["name"], source.chart["name"])] = source
    return found
