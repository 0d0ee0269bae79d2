"""A provider's package without its `__init__.py`, whose only work is to import all submodules."""

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from bindings.changed_shape import ChangedShapeError

# What jsii-pacmak writes below the imports: the names, and the same names imported.
_SUBMODULES = re.compile(
    r'\nfrom \._jsii import \*\n\n__all__ = \[\n((?:    "\w+",\n)+)\]\n\npublication\.publish\(\)\n\n#[^\n]*\n'
    r"((?:from \. import \w+\n)+)\Z"
)


def install(package: str, *, assembly: str) -> None:
    """Let `package` import each of its submodules when somebody asks for it.

    Nothing happens where the package is imported already or not installed.

    Args:
        package: the top-level package of the bindings, as in `cdktf_cdktf_provider_aws`.
        assembly: its name in Node, as in `@cdktf/provider-aws`.

    Raises:
        ChangedShapeError: it has to be imported as it comes.
    """
    spec = None if package in sys.modules else importlib.util.find_spec(package)
    if spec is None:
        return
    submodules = _submodules(spec)
    _announce(package, assembly, submodules)
    lazy = importlib.util.module_from_spec(spec)
    vars(lazy).update(__all__=submodules, __getattr__=_importer(package, frozenset(submodules)))
    sys.modules[package] = lazy


def _submodules(spec: ModuleSpec) -> list[str]:
    text = Path(spec.origin).read_text(encoding="utf-8") if spec.origin else ""
    found = _SUBMODULES.search(text)
    if found is None:
        raise ChangedShapeError(spec.name, "does not end in the imports of its submodules")
    names, imported = (re.findall(r"\w+(?=\W*$)", part, re.MULTILINE) for part in found.groups())
    if sorted(names) != sorted(imported):
        raise ChangedShapeError(spec.name, "publishes other names than it imports")
    if re.search(r"^class |^@", text[: found.start()], re.MULTILINE):
        raise ChangedShapeError(spec.name, "defines types beside its submodules")
    return names


def _announce(package: str, assembly: str, submodules: Sequence[str]) -> None:
    """Tell jsii which module to import when Node returns an object of a type that Python has not seen yet."""
    modules = vars(importlib.import_module("jsii._reference_map")).get("_submodule_fqn_map")
    if modules is None:
        raise ChangedShapeError("jsii", "imports no modules on demand")
    modules.update({f"{assembly}.{_camel_case(name)}": f"{package}.{name}" for name in submodules})


def _importer(package: str, submodules: frozenset[str]) -> Callable[[str], ModuleType]:
    def import_submodule(name: str) -> ModuleType:
        if name in submodules:
            return importlib.import_module(f"{package}.{name}")
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return import_submodule


def _camel_case(name: str) -> str:
    return re.sub(r"_(\w)", lambda letter: letter[1].upper(), name)
