"""What the documentation says of this repository is true: links, paths, commands, keys, tables, the worked example."""

import importlib.util
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

import main
from config.cluster.kubernetes_versions import EKS_ADDONS, KUBERNETES_VERSIONS, addon_version
from config.environment_file import environment_file_model
from config.network.address_plan import ADDRESSES_RESERVED_IN_A_SUBNET, AddressPlan, Tier
from config.reading.json_schema import schema_of
from main import PROJECT
from modules.controllers import CONTROLLERS
from modules.controllers.controller import AnyController
from modules.controllers.order import comes_after
from modules.vendored_charts import __main__ as vendored_charts
from modules.vendored_charts import chart_facts
from tests.conftest import synthesize_folders
from tests.modules.controllers.test_proofs import ANSWERS
from tests.synthesis import Json, Synthesized, helm_values, policy_statements

GENERATED = {"build", "cdktf.out", "state"}
HIDDEN = {"node_modules", "__snapshots__"}
PAGES = [
    page
    for page in sorted(file.relative_to(PROJECT) for file in PROJECT.rglob("*.md"))
    if page.parts[0] not in GENERATED and not any(part.startswith(".") or part in HIDDEN for part in page.parts)
]
README, CHANGELOG, DECISIONS = Path("README.md"), Path("CHANGELOG.md"), Path("docs/adr")
ARCHITECTURE, OPERATIONS = Path("docs/architecture.md"), Path("docs/operations.md")
CI, CI_FILES = Path("docs/ci.md"), sorted((PROJECT / ".github/workflows").glob("*.yml"))
EXAMPLE, EXAMPLE_FILE = Path("docs/adding-a-controller.md"), "modules/controllers/bucket_exporter.py"
OWN_CHARTS = Path("docs/controllers/charts-of-your-own.md")
"""tests/test_charts_of_your_own.py does what it says."""

WRITTEN_BY_COMMANDS = {"manifest.json", "cdk.tf.json", "known.json"}
"""File names without a folder that are not in a checkout."""

every_page = pytest.mark.parametrize("page", PAGES, ids=str)


@cache
def tokens(page: Path) -> list[Token]:
    blocks = MarkdownIt("commonmark").enable("table").parse((PROJECT / page).read_text(encoding="utf-8"))
    return [token for block in blocks for token in (block, *(block.children or ()))]


def pairs(page: Path) -> Iterator[tuple[Token, Token]]:
    """Each token with the one after it: what an opening token opens."""
    return zip(tokens(page), tokens(page)[1:], strict=False)


def headings(page: Path) -> list[str]:
    return [inline.content for opening, inline in pairs(page) if opening.type == "heading_open"]


def spans(page: Path) -> list[str]:
    """Code in running text."""
    return [token.content for token in tokens(page) if token.type == "code_inline"]


def blocks(page: Path, language: str | None = None) -> list[str]:
    """Code in blocks: of one language, or all."""
    found = [token for token in tokens(page) if token.type in {"fence", "code_block"}]
    return [token.content for token in found if language in {None, token.info}]


def table(page: Path, *header: str) -> list[list[str]]:
    """The rows of the table with this header, each cell as it is written."""
    tables: list[list[list[str]]] = []
    for opening, inline in pairs(page):
        if opening.type == "table_open":
            tables.append([])
        elif opening.type == "tr_open":
            tables[-1].append([])
        elif opening.type in {"th_open", "td_open"}:
            tables[-1][-1].append(inline.content)
    return next(rows for first, *rows in tables if first == list(header))


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}


def broken_links(page: Path) -> Iterator[str]:
    for token in tokens(page):
        link = str(token.attrs.get("href", ""))
        if token.type == "link_open" and not link.startswith("https://"):
            file, _, anchor = link.partition("#")
            target = ((PROJECT / page).parent / file).resolve() if file else PROJECT / page
            if not target.exists() or (anchor and anchor not in anchors(target.relative_to(PROJECT))):
                yield link


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


@cache
def top_and_all_names() -> tuple[set[str], set[str]]:
    """The names at the top of a checkout, and those of all files in it; both without what git ignores."""
    tops = {entry.name for entry in PROJECT.iterdir() if not entry.name.startswith(".")} - GENERATED
    return tops, {file.name for top in tops for file in (PROJECT / top).rglob("*")} | tops


def missing_paths(page: Path) -> Iterator[str]:
    """What looks like a path in this repository and leads nowhere; VERSION and the like stand for something."""
    tops, names = top_and_all_names()
    for word in {*spans(page), *(word for block in blocks(page) for word in block.split())}:
        path = word.removesuffix(":").removesuffix("/")
        if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", path) or re.search("[A-Z]{3}", path.removesuffix(".md")):
            continue
        below_top = path.partition("/")[0] in tops and "/" in word
        a_file = re.fullmatch(r"[\w-]+\.(py|md|sh|json|toml|txt|yaml)", path)
        if (below_top and not (PROJECT / path).exists()) or (a_file and path not in names | WRITTEN_BY_COMMANDS):
            yield path


@every_page
def test_every_path_exists(page: Path) -> None:
    invented = {EXAMPLE: {EXAMPLE_FILE}, OWN_CHARTS: {"charts/nightly-backup-2.1.0.json", "charts/nightly-backup.toml"}}

    assert set(missing_paths(page)) - invented.get(page, {"environments/ops.yaml", "allowances.yaml"}) == set()


def targets() -> set[str]:
    """What make can do."""
    return set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_readme_lists_every_target() -> None:
    commands = [codes(command)[0] for command, _ in table(README, "command", "what it does")]

    assert sorted(command.split()[1] for command in commands) == sorted(targets())


@every_page
def test_every_command_of_ours_exists(page: Path) -> None:
    text = "\n".join([*spans(page), *blocks(page)])

    assert set(re.findall(r"\bmake ([a-z-]+)", text)) - targets() == set()
    assert [name for name in re.findall(r"python -m ([\w.]+)", text) if not importlib.util.find_spec(name)] == []


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyController]:
    """The controller of docs/adding-a-controller.md."""
    file = tmp_path_factory.mktemp("example") / Path(EXAMPLE_FILE).name
    file.write_text(blocks(EXAMPLE, "python")[0], encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    controller: AnyController = module.BUCKET_EXPORTER
    with pytest.MonkeyPatch.context() as patched:
        folder = Path(shutil.copytree(chart_facts.FOLDER, file.parent / "data"))
        patched.setattr(chart_facts, "FOLDER", folder)
        patched.setattr(vendored_charts, "FOLDER", folder)
        for name, text in zip(("Chart.yaml", "values.yaml"), blocks(EXAMPLE, "yml"), strict=True):
            (file.parent / name).write_text(text, encoding="utf-8")
        assert vendored_charts.main([str(file.parent), "--from", controller.chart.repository]) == 0
        yield controller


def without_required(schema: Json) -> Json:
    """The schema of a part of a file, as an example shows it."""
    if isinstance(schema, Mapping):
        return {
            key: without_required(value)
            for key, value in schema.items()
            if key not in {"allOf", "minProperties", "required"}
        }
    return [without_required(value) for value in schema] if isinstance(schema, list) else schema


def nodes(schema: Json) -> Iterator[tuple[str, Json]]:
    """Each key that the schema knows, with what it says of the key's value."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {}).items()
    for value in schema.values() if isinstance(schema, Mapping) else schema if isinstance(schema, list) else ():
        yield from nodes(value)


@pytest.fixture(scope="module")
def schema(example: AnyController) -> Json:
    return without_required(schema_of(environment_file_model({**CONTROLLERS, example.name: example})))


@every_page
def test_every_yaml_example_is_a_part_of_an_environment_file(page: Path, schema: Json) -> None:
    errors = [
        error.message
        for block in blocks(page, "yaml")
        for error in Draft202012Validator(schema).iter_errors(yaml.safe_load(block))
    ]

    assert errors == []


@pytest.mark.parametrize("page", [README, ARCHITECTURE, OPERATIONS], ids=str)
def test_every_key_in_running_text_is_one_of_an_environment_file(page: Path, schema: Json) -> None:
    known = list(nodes(schema))
    names = {name for name, _ in known}

    def fits(name: str, value: str) -> bool:
        parts = [{"$defs": schema["$defs"], **node} for key, node in known if key == name]
        return any(Draft202012Validator(part).is_valid(yaml.safe_load(value)) for part in parts)

    dotted = [span.split(".") for span in spans(page) if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", span)]
    settings = [match for span in spans(page) if (match := re.fullmatch("([a-z_]+): (.+)", span))]
    assert [path for path in dotted if path[0] in schema["properties"] and not set(path) <= names] == []
    assert [setting[0] for setting in settings if not fits(setting[1], setting[2])] == []


@every_page
def test_every_name_with_underscores_occurs_in_the_source(page: Path) -> None:
    folders = ("assembly", "bindings", "charts", "config", "modules", "rehearsal", "reports", "stacks", "tests")
    kept = {".py", ".toml", ".txt", ".yaml"}
    files = [file for folder in folders for file in (PROJECT / folder).rglob("*") if file.suffix in kept]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)

    assert [span for span in spans(page) if re.fullmatch("[a-z0-9]+(_[a-z0-9]+)+", span) and span not in source] == []


def test_the_contracts_are_those_of_the_source(synthesized_with_examples: Synthesized) -> None:
    from stacks import contracts  # noqa: PLC0415 - only after the bindings are set up

    written = {
        (stack, output): (kind.startswith("zone") or "to" in kind.split(), tuple(users.partition(":")[0].split(", ")))
        for stack, outputs, kind, users in table(ARCHITECTURE, "stack", "output", "type", "used by")
        for output in codes(outputs)
    }
    declared: dict[tuple[str, str], tuple[bool, tuple[str, ...]]] = {}
    for contract in (
        getattr(contracts, name) for name in vars(contracts) if name.endswith("Outputs") and name[0] != "_"
    ):
        producer = re.sub(r"(?<!^)(?=[A-Z])", "-", contract.__name__.removesuffix("Outputs")).lower()
        for item in fields(contract):
            read = re.compile(rf"apply-{producer}-first\.outputs\.{item.name}\b")
            users = {
                # Of dev, and of the one that has subnets for pods.
                id.removeprefix("dev-").removeprefix("pod-addresses-")
                for id, stack in synthesized_with_examples.stacks.items()
                if id.startswith(("dev-", "pod-addresses-")) and read.search(repr(stack))
            }
            declared[producer, item.name] = (item.type is not str, tuple(sorted(users)) or ("people",))
    assert written == declared


def test_the_pins_of_actions_are_those_of_the_workflows() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / ".github").rglob("*.yml"))
    pinned = set(re.findall(r"uses: ([\w-]+/[\w-]+)@\w+ # (v[\d.]+)", text))

    assert {(codes(action)[0], release) for action, release in table(CI, "action", "release")} == pinned


def test_the_required_checks_are_jobs() -> None:
    names = re.findall(r"^    name: (.+)$", "".join(file.read_text() for file in CI_FILES), re.MULTILINE)
    (required,) = re.findall(r"Required checks: (.+?)\. ", (PROJECT / CI).read_text(encoding="utf-8"))

    assert set(codes(required)) - set(names) == set()


def test_the_first_change_that_is_deployed_changes_one_log_group_and_replaces_nothing(
    synthesized: Synthesized, tmp_path: Path
) -> None:
    network = yaml.safe_load(blocks(CI, "yaml")[-1])["network"]
    prod = yaml.safe_load((PROJECT / "environments/prod.yaml").read_text(encoding="utf-8"))
    (tmp_path / "prod.yaml").write_text(yaml.safe_dump({**prod, "network": {**prod["network"], **network}}))
    changed = synthesize_folders([tmp_path], tmp_path)

    assert [id for id in changed.manifest if changed.stack(id) != synthesized.stack(id)] == ["prod-network"]
    before, after = (it.stack("prod-network") for it in (synthesized, changed))
    logs = before["resource"]["aws_cloudwatch_log_group"]["network_flow-logs_logs"]
    change = {"retention_in_days": network["flow_logs"]["retention_in_days"]}
    groups = {"aws_cloudwatch_log_group": {"network_flow-logs_logs": {**logs, **change}}}
    assert after == {**before, "resource": {**before["resource"], **groups}}


def test_the_address_plan_is_the_computed_one() -> None:
    plan = AddressPlan(IPv4Network("10.20.0.0/16"), 4)
    rows = table(
        ARCHITECTURE, "tier", "share", "range", "slot 0", "slot 1", "slot 2", "slot 3", "addresses for use in each"
    )
    assert [(row[0], *row[2:]) for row in rows[:3]] == [
        (
            tier,
            str(plan.tier(tier)),
            *(str(plan.subnet(tier, slot)) for slot in range(4)),
            f"{plan.subnet(tier, 0).num_addresses - ADDRESSES_RESERVED_IN_A_SUBNET:,}",
        )
        for tier in (Tier.PRIVATE, Tier.PUBLIC, Tier.INTRA)
    ]


def test_the_kubernetes_versions_are_those_of_the_table() -> None:
    rows = table(OPERATIONS, "version", "standard support ends", "pinned EKS add-ons")
    assert [(name, ends, pinned.partition(":")[0]) for name, ends, pinned in rows] == [
        (name, str(version.standard_support_ends), "yes" if all(addon_version(it, name) for it in EKS_ADDONS) else "no")
        for name, version in KUBERNETES_VERSIONS.items()
    ]


def test_the_roles_are_those_that_are_made(synthesized: Synthesized) -> None:
    made = {}
    for id, _, role in synthesized.resources("aws_iam_role"):
        (statement,) = policy_statements(role["assume_role_policy"])
        equal = statement.get("Condition", {}).get("StringEquals", {})
        accounts = [
            value.partition("serviceaccount:")[2].replace(":", "/")
            for key, value in equal.items()
            if key.endswith(":sub")
        ]
        if id.startswith("prod-"):
            made[role["name"]] = accounts or [statement["Principal"]["Service"]]
    rows = table(ARCHITECTURE, "role", "who may assume it", "what it may do")
    assert {codes(role)[0]: codes(who) for role, who, _ in rows} == made


def test_every_controller_has_a_page() -> None:
    folder = Path("docs/controllers")
    pages = {file.name for file in (PROJECT / folder).glob("*.md")}

    rows = table(folder / "README.md", "controller", "namespace", "after")

    assert [[codes(cell) for cell in row] for row in rows] == [
        [[name], [it.namespace], list(comes_after(name, CONTROLLERS))] for name, it in sorted(CONTROLLERS.items())
    ]
    assert pages == {"README.md", OWN_CHARTS.name, *(f"{name}.md" for name in CONTROLLERS)}


def test_what_is_refused_is_answered_as_the_page_says() -> None:
    answers = [row[2].strip("`") for row in table(EXAMPLE, "proof", "wrong", "answer")]

    assert answers
    assert [it for it in answers if not any(it in answer for answer in ANSWERS)] == []


def test_every_controller_has_a_section_on_its_upgrades() -> None:
    page = Path("docs/upgrading-controllers.md")
    titles = headings(page)

    assert titles[titles.index("Each of them") + 1 :] == sorted(CONTROLLERS)
    assert [codes(name)[0] for name, _, _ in table(page, "controller", "CRDs", "upgraded by")] == sorted(CONTROLLERS)


def test_the_readme_shows_what_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--outdir", str(tmp_path / "cdktf.out")]) == 0
    shown = next(block for block in blocks(README) if "$ ls" in block)
    folders = [
        f"cdktf.out/stacks/{folder.name}:\n{'  '.join(sorted(entry.name for entry in folder.glob('[!.]*')))}\n"
        for folder in sorted((tmp_path / "cdktf.out" / "stacks").iterdir())
    ]
    *stacks, _ = capsys.readouterr().out.splitlines()
    assert shown == "\n".join([*stacks, "Terraform JSON is in cdktf.out/stacks\n", "$ ls cdktf.out/stacks/*", *folders])


def test_the_index_lists_every_decision() -> None:
    pages = [page for page in PAGES if page.parent == DECISIONS and page.name != "README.md"]
    listed = [f"{number} {title}" for number, title in table(DECISIONS / "README.md", "#", "decision")]
    assert listed == [f"[{int(page.name[:4])}]({page.name}) {headings(page)[0].partition('. ')[2]}" for page in pages]


def test_the_changelog_speaks_of_this_version() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert [heading for heading in headings(CHANGELOG) if heading.startswith("[")][1].startswith(f"[{version}] - ")


def test_the_worked_example_works(
    example: AnyController, synthesized: Synthesized, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(CONTROLLERS, example.name, example)
    environments = Path(shutil.copytree(PROJECT / "environments", tmp_path / "environments"))
    dev = yaml.safe_load((environments / "dev.yaml").read_text(encoding="utf-8"))
    (environments / "dev.yaml").write_text(
        yaml.safe_dump({**dev, **yaml.safe_load(blocks(EXAMPLE, "yaml")[0])}), encoding="utf-8"
    )

    platform = yaml.safe_load((environments / "examples/platform.yaml").read_text(encoding="utf-8"))
    platform["controllers"][example.name] = yaml.safe_load(blocks(EXAMPLE, "yaml")[0])["controllers"][example.name]
    del platform["charts"]
    (environments / "platform.yaml").write_text(yaml.safe_dump(platform), encoding="utf-8")

    written = synthesize_folders([environments], tmp_path)
    grown = written.stack("dev-controllers")["resource"]
    before = synthesized.stack("dev-controllers")["resource"]
    new = {
        f"{kind}.{name}"
        for kind in grown
        for name in grown[kind]
        # Whoever follows the page has it in dev already.
        if name not in before[kind] or name.startswith(f"{example.name}_")
    }

    assert new == set(blocks(EXAMPLE)[-1].split())
    assert helm_values(grown["helm_release"]["bucket-exporter_helm_release"]) == {
        "bucket": "example-data",
        "region": "eu-central-1",
        "serviceAccount": {
            "annotations": {"eks.amazonaws.com/role-arn": "${aws_iam_role.bucket-exporter_identity_role.arn}"},
            "create": True,
            "name": "bucket-exporter",
        },
        "podAnnotations": {"prometheus.io/scrape": "true", "prometheus.io/port": "9340"},
        "resources": {"requests": {"cpu": "10m", "memory": "32Mi"}},
    }
    beside_karpenter = written.stack("platform-controllers")["resource"]["helm_release"]
    assert list(helm_values(beside_karpenter["bucket-exporter_helm_release"])["affinity"]) == ["nodeAffinity"]
