"""What stands below each attribute of a model: the words of editors and of the reference.

pydantic would read them for every model as soon as it is defined, which takes longer than reading all environments.
Here they are read only where somebody asks for a schema.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise


@cache
def attribute_docstrings(model: type) -> dict[str, str]:
    """Attribute to its docstring, of a class and those that it extends; none of a class that was made by a program."""
    texts: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base is not object and base.__module__ != "pydantic.main":
            texts.update(_own(base))
    return texts


def _own(model: type) -> Iterator[tuple[str, str]]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except (OSError, TypeError):
        return
    (definition,) = ast.parse(source).body
    if isinstance(definition, ast.ClassDef):
        for attribute, below in pairwise(definition.body):
            match attribute, below:
                case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                    yield name, inspect.cleandoc(text)
