"""The examples: each is listed, and with our own environments they use every key that there is."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from config.environment_file import environment_file_model
from config.reading.json_schema import as_object, schema_of
from config.reference.sections import Section, sections_below
from modules.controllers import CONTROLLERS

ENVIRONMENTS = Path(__file__).parents[2] / "environments"
EXAMPLES = ENVIRONMENTS / "examples"
SCHEMA = schema_of(environment_file_model(CONTROLLERS))
SECTIONS = [
    section
    for key, schema in as_object(SCHEMA["properties"]).items()
    for section in sections_below(key, as_object(schema), SCHEMA)
]

UNUSED: Mapping[str, tuple[str, ...]] = {
    "ids of objects that exist: tests/rehearsal/adoption makes them first, and rehearses each of these keys": (
        "adopt",
        "adopt.access_entry_principal_arns",
        "adopt.addon_names",
        "adopt.cluster_log_group_name",
        "adopt.cluster_name",
        "adopt.cluster_role_name",
        "adopt.internet_gateway_id",
        "adopt.node_role_name",
        "adopt.oidc_provider_arn",
        "adopt.vpc_id",
        "cluster.bootstrap_cluster_creator_admin_permissions",
        "cluster.node_role_name",
        "cluster.role_name",
        "cluster.security_group_ids",
        "network.default_security_group",
    ),
    "the form that holds where nothing is said": (
        "cluster.compute with mode: node-groups",
        "cluster.encryption with key: own",
        "network.vpc_endpoints.interface with mode: none",
    ),
    "rehearsed in tests/rehearsal/state, which moves a bucket's own state": ("state.bucket_stack",),
    "a stage on a way, which tests/rehearsal/growth/test_auto_mode.py goes": ("cluster.compute with mode: auto-off",),
    "one for each cluster, made or found; tests/rehearsal/growth/test_existing_cluster.py rehearses it": (
        "existing_cluster.oidc_provider with mode: existing",
        "existing_cluster.oidc_provider.arn",
    ),
}
"""Reason to the keys and forms of sections that no environment uses. It may only become shorter.

The options of a controller are not asked for here, only each controller: its options are values of its chart, which are
checked against the keys that the chart has.
"""


def titles(section: Section) -> Iterator[str]:
    """The keys of a section, and its form where it has several."""
    if section.form is not None:
        yield f"{section.path} with {section.form}"
    yield from (f"{section.path}.{key}" for key in as_object(section.schema["properties"]))


def used(path: str, value: object) -> Iterator[str]:
    """The keys and forms that a value uses, in the words of `titles`."""
    if isinstance(value, list):
        for item in value:
            yield from used(f"{path}[]", item)
    elif isinstance(value, dict) and any(section.path == path for section in SECTIONS):
        for key, inner in value.items():
            yield f"{path}.{key}"
            yield f"{path} with {key}: {inner}"
            yield from used(f"{path}.{key}", inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from used(f"{path}.<name>", inner)


def test_every_key_is_used_in_an_environment() -> None:
    """Every environment is synthesized and rehearsed: an option that none uses would be shown by nothing to work."""
    files = [*ENVIRONMENTS.glob("*.yaml"), *EXAMPLES.glob("*.yaml")]
    contents = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    in_use = {title for content in contents for key, value in content.items() for title in (key, *used(key, value))}
    known = {*as_object(SCHEMA["properties"]), *(title for section in SECTIONS for title in titles(section))}

    unused = {title for title in known - in_use if not re.match(r"controllers\.[^.]+(\.| )", title)}

    assert sorted(unused) == sorted(title for titles in UNUSED.values() for title in titles)


def test_every_example_is_listed() -> None:
    listed = re.findall(
        r"^\| \[(\S+)\]\((\S+)\) \|", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert listed == [(file.stem, file.name) for file in sorted(EXAMPLES.glob("*.yaml"))]
