"""The Python half: a provider's package imports a submodule when somebody asks for it, and stays itself otherwise."""

import re
from pathlib import Path

import pytest

from bindings.changed_shape import ChangedShapeError
from bindings.provider_package import install
from tests.bindings.conftest import Program

AS_GENERATED = '''\
r"""
# Documentation
"""
from pkgutil import extend_path
__path__ = extend_path(__path__, __name__)

import publication


def check_type(argname, value, expected_type):
    return None

from ._jsii import *

__all__ = [
    "queue",
    "topic",
]

publication.publish()

# Loading modules to ensure their types are registered with the jsii runtime library
from . import queue
from . import topic
'''


def test_only_what_is_used_is_imported(program: Program) -> None:
    ran = program("""
        import bindings; bindings.load()
        import sys
        import cdktf_cdktf_provider_aws
        from cdktf_cdktf_provider_aws import vpc
        from cdktf_cdktf_provider_aws.subnet import Subnet
        print(sorted(name for name in sys.modules if name.startswith("cdktf_cdktf_provider_aws.")))
    """)

    package = "cdktf_cdktf_provider_aws"
    modules = [f"{package}._jsii", f"{package}._jsii._private"]
    for name in ("subnet", "vpc"):
        modules += [f"{package}.{name}", f"{package}.{name}._private"]
    assert (ran.stdout, ran.stderr) == (f"{modules}\n", "")


def test_the_package_answers_as_the_plain_one(program: Program) -> None:
    """It has the same public names and submodules, and its classes survive being pickled."""
    text = """
        import bindings; bindings.load()
        import pickle
        import cdktf_cdktf_provider_tls as tls
        print(tls.__name__, tls.__package__, tls.__file__, list(tls.__path__), tls.__spec__.name, sorted(tls.__all__))
        print(tls.private_key, pickle.loads(pickle.dumps(tls.private_key.PrivateKey)) is tls.private_key.PrivateKey)
        print(hasattr(tls, "PrivateKey"))
        from cdktf_cdktf_provider_tls import *
        print(provider, self_signed_cert)
        from cdktf_cdktf_provider_tls import unknown
    """
    lazy, plain = program(text), program(text, {"PLAIN_BINDINGS": "1"})

    assert (lazy.stdout, plain.stderr.splitlines()[-1]) == (plain.stdout, lazy.stderr.splitlines()[-1])
    assert lazy.stdout.splitlines()[-2] == "False"


def test_an_object_that_node_made_has_the_type_of_a_module_that_was_not_imported(program: Program) -> None:
    ran = program("""
        import bindings; bindings.load()
        import sys
        import cdktf_cdktf_provider_tls.provider
        from jsii import kernel
        from jsii._kernel.types import ObjRef
        from jsii._reference_map import resolve_reference
        print("cdktf_cdktf_provider_tls.private_key" in sys.modules)
        print(type(resolve_reference(kernel, ObjRef(ref="@cdktf/provider-tls.privateKey.PrivateKey@10000"))))
    """)

    assert ran.stdout == "False\n<class 'cdktf_cdktf_provider_tls.private_key.PrivateKey'>\n"


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("from . import topic", "import topic"), "does not end in the imports of its submodules"),
        (("from . import topic", "from . import topic\nprint()"), "does not end in the imports of its submodules"),
        (('    "topic",\n', ""), "publishes other names than it imports"),
        (("def check_type", "class Queue:\n    pass\n\ndef check_type"), "defines types beside its submodules"),
        (("def check_type", "@jsii.enum()\ndef check_type"), "defines types beside its submodules"),
    ],
)
def test_a_package_of_another_shape_is_left_alone(
    change: tuple[str, str], difference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "cdktf_cdktf_provider_changed"
    package.mkdir()
    (package / "__init__.py").write_text(AS_GENERATED.replace(*change), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ChangedShapeError, match=f"^{re.escape(package.name)} {difference}$"):
        install(package.name, assembly="@cdktf/provider-changed")


def test_a_package_of_another_shape_is_said_and_loaded_plainly(program: Program, tmp_path: Path) -> None:
    package = tmp_path / "cdktf_cdktf_provider_tls"
    package.mkdir()
    (package / "__init__.py").write_text("names = ['whole']\n", encoding="utf-8")

    ran = program("""
        import bindings; bindings.load()
        import cdktf_cdktf_provider_tls
        print(cdktf_cdktf_provider_tls.names)
    """)

    assert ran.stdout == "['whole']\n"
    assert re.fullmatch(
        r"bindings: cdktf_cdktf_provider_tls [\d.]+ does not end in the imports of its submodules; "
        r"everything loads, which is slow and gives the same result\n",
        ran.stderr,
    )


def test_a_provider_that_is_not_installed_is_nobodys_business(program: Program) -> None:
    assert program("from bindings.provider_package import install; install('absent', assembly='absent')").stderr == ""
