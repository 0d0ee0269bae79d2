"""Lazy and plain bindings write the same bytes."""

from pathlib import Path

import pytest

from tests.bindings.conftest import PROJECT, Program

APP = """
    import bindings; bindings.load()
    import sys
    from cdktf import App, Fn, LocalBackend, TerraformOutput, TerraformStack
    from cdktf_cdktf_provider_helm.provider import HelmProvider, HelmProviderKubernetes
    from cdktf_cdktf_provider_helm.release import Release, ReleaseSet
    from cdktf_cdktf_provider_tls.data_tls_certificate import DataTlsCertificate
    from cdktf_cdktf_provider_tls.private_key import PrivateKey
    from cdktf_cdktf_provider_tls.provider import TlsProvider

    app = App(outdir="out")
    stack = TerraformStack(app, "stack")
    LocalBackend(stack, path="state/stack.tfstate")
    TlsProvider(stack, "tls")
    HelmProvider(stack, "helm", kubernetes=HelmProviderKubernetes(host="https://example.com"))
    key = PrivateKey(stack, "key", algorithm="RSA", rsa_bits=4096)
    certificate = DataTlsCertificate(stack, "certificate", url="https://example.com")
    first = certificate.certificates.get(0)
    values = [ReleaseSet(name="thumbprint", value=first.sha1_fingerprint)]
    Release(stack, "release", name="it", chart="it", set=values, values=[Fn.jsonencode({"key": key.public_key_pem})])
    TerraformOutput(stack, "fingerprint", value=first.sha1_fingerprint)
    print(type(first).__name__, type(first).__module__, file=sys.stderr)
    app.synth()
"""


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_small_program_writes_the_same(program: Program, tmp_path: Path) -> None:
    written = {}
    for plain in "01":
        ran = program(APP, {"PLAIN_BINDINGS": plain})
        written[plain] = (files(tmp_path / "out"), ran.stderr.splitlines()[0])
        (tmp_path / "out").rename(tmp_path / f"out{plain}")

    assert (
        written["0"][1] == "DataTlsCertificateCertificatesOutputReference cdktf_cdktf_provider_tls.data_tls_certificate"
    )
    assert sorted(written["0"][0]) == ["manifest.json", "stacks/stack/cdk.tf.json"]
    assert written["0"] == written["1"]


@pytest.mark.sweep
def test_all_environments_are_synthesized_the_same(program: Program, tmp_path: Path) -> None:
    """The plain bindings of AWS take 15 seconds; what the lazy ones write is in the snapshots, so it can't change."""
    written = {}
    for plain in "01":
        ran = program(
            f"""
            import runpy, sys
            sys.argv = ["main.py", "--environments", "{PROJECT / "environments"}", "--outdir", "out"]
            runpy.run_path("{PROJECT / "main.py"}", run_name="__main__")
            """,
            {"PLAIN_BINDINGS": plain},
        )
        written[plain] = (ran.returncode, ran.stdout, files(tmp_path / "out"))
        (tmp_path / "out").rename(tmp_path / f"out{plain}")

    assert (written["0"][0], "manifest.json" in written["0"][2]) == (0, True)
    assert written["0"] == written["1"]
