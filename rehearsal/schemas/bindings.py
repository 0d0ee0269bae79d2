"""What the installed provider bindings know of each type: the names of its arguments, and which are required.

The bindings were generated from the schemas of exactly one provider version, so they tell whether a schema is of that
version. They are read as source, not imported: importing one of them takes seconds.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rehearsal.stack import Kind, TypeInUse

_META_ARGUMENTS = frozenset({"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners"})
"""What cdktf adds to every resource; Terraform itself takes care of these."""


@dataclass(frozen=True)
class Argument:
    """An argument or block; `struct` names the class that holds what is nested in it, if anything is."""

    required: bool
    struct: str | None


@dataclass(frozen=True)
class Bindings:
    """The arguments of one type: at the top, and of each class of nested ones."""

    top: Mapping[str, Argument]
    structs: Mapping[str, Mapping[str, Argument]]

    def nested(self, argument: Argument) -> Mapping[str, Argument] | None:
        """The arguments nested in `argument`, or None."""
        return None if argument.struct is None else self.structs[argument.struct]


def read_bindings(used: TypeInUse) -> Bindings:
    """The arguments of a type.

    Raises:
        FileNotFoundError: the bindings have no such type.
    """
    module = used.name.removeprefix(f"{used.provider}_") if used.kind is Kind.RESOURCE else f"data_{used.name}"
    source = (_package(used.provider) / module / "__init__.py").read_text()
    structs = dict(_structs(ast.parse(source)))
    top = next(arguments for arguments in structs.values() if arguments.keys() >= _META_ARGUMENTS)
    return Bindings({name: top[name] for name in top if name not in _META_ARGUMENTS}, structs)


@cache
def _package(provider: str) -> Path:
    name = f"cdktf_cdktf_provider_{provider}"
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(name)
    return Path(spec.origin).parent


def _structs(module: ast.Module) -> Iterator[tuple[str, dict[str, Argument]]]:
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    for name, node in classes.items():
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
                yield name, dict(_arguments(statement, frozenset(classes)))


def _arguments(function: ast.FunctionDef, classes: frozenset[str]) -> Iterator[tuple[str, Argument]]:
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        mentioned = {
            str(node.value) if isinstance(node, ast.Constant) else node.id
            for node in ast.walk(argument.annotation or argument)
            if isinstance(node, ast.Constant | ast.Name)
        }
        yield _schema_name(argument.arg), Argument(default is None, next(iter(mentioned & classes), None))


def _schema_name(name: str) -> str:
    """The provider's own name: the bindings rename what is a word of Python (`and_`) or of cdktf (`self_attribute`)."""
    return "self" if name == "self_attribute" else name.removesuffix("_")
