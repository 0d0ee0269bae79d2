"""The schema files hold the types in use and nothing that changes by itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rehearsal.engine.values import State
from rehearsal.schemas.__main__ import main
from rehearsal.schemas.coverage import UncoveredError, check_coverage
from rehearsal.schemas.files import DIRECTORY, PROVIDERS, SchemaFile, read_schema_file, write_schema_file
from rehearsal.stack import Kind, Stack, TypeInUse

STRING = {"type": "string", "optional": True, "description": "for people", "description_kind": "plain"}
GIVEN = {"type": "string", "required": True}
ALIAS = {"version": 0, "block": {"attributes": {"id": STRING, "account_alias": GIVEN}, "description_kind": "plain"}}
POLICIES = {"version": 0, "block": {"attributes": {"group_name": GIVEN, "policy_names": GIVEN}}}
SCHEMAS = {
    "aws": {
        "provider": {"version": 0, "block": {"attributes": {"region": STRING}}},
        "resource_schemas": {"aws_iam_account_alias": ALIAS, "aws_iam_group_policies_exclusive": POLICIES},
        "data_source_schemas": {"aws_iam_account_alias": ALIAS},
    },
    "helm": {"provider": {"version": 0, "block": {}}},
    "tls": {"provider": {"version": 0, "block": {}}},
}
AS_TERRAFORM_PRINTS_THEM = {
    "format_version": "1.0",
    "provider_schemas": {f"registry.terraform.io/hashicorp/{name}": schemas for name, schemas in SCHEMAS.items()},
}
KEPT = {"type": "string", "optional": True}
EXPECTED = {
    "provider": {"version": 0, "block": {"attributes": {"region": KEPT}}},
    "provider_version": "6.25.0",
    "resource_schemas": {
        "aws_iam_account_alias": {"version": 0, "block": {"attributes": {"id": KEPT, "account_alias": GIVEN}}}
    },
    "data_source_schemas": {},
}

Outdir = Callable[..., Path]


@pytest.fixture
def outdir(tmp_path: Path) -> Outdir:
    """Writes an output folder with one stack that uses the given resource types."""

    def write(*types: str, version: str = "6.25.0") -> Path:
        stack = tmp_path / "cdktf.out" / "stacks" / "dev"
        stack.mkdir(parents=True, exist_ok=True)
        (stack / "cdk.tf.json").write_text(
            json.dumps(
                {
                    "terraform": {"required_providers": {"aws": {"source": "aws", "version": version}}},
                    "resource": {name: {"x": {}} for name in types},
                }
            )
        )
        manifest = {"stacks": {"dev": {"workingDirectory": "stacks/dev", "dependencies": []}}}
        (tmp_path / "cdktf.out" / "manifest.json").write_text(json.dumps(manifest))
        return tmp_path / "cdktf.out"

    return write


def rewrite(outdir: Path, tmp_path: Path, source: object, *options: str) -> int:
    file = tmp_path / "source.json"
    file.write_text(json.dumps(source))
    target = tmp_path / "schemas"
    target.mkdir(exist_ok=True)
    return main([f"--from={file}", f"--outdir={outdir}", f"--directory={target}", *options])


@pytest.mark.parametrize("source", [SCHEMAS, AS_TERRAFORM_PRINTS_THEM], ids=["short keys", "as Terraform prints it"])
def test_the_types_in_use_are_kept_without_prose(outdir: Outdir, tmp_path: Path, source: object) -> None:
    status = rewrite(outdir("aws_iam_account_alias"), tmp_path, source)

    assert (status, json.loads((tmp_path / "schemas" / "aws.json").read_text())) == (0, EXPECTED)


def test_the_same_input_gives_the_same_bytes(outdir: Outdir, tmp_path: Path) -> None:
    rewrite(outdir("aws_iam_account_alias", "aws_iam_group_policies_exclusive"), tmp_path, SCHEMAS)
    once = (tmp_path / "schemas" / "aws.json").read_bytes()

    rewrite(outdir("aws_iam_group_policies_exclusive", "aws_iam_account_alias"), tmp_path, AS_TERRAFORM_PRINTS_THEM)

    assert (tmp_path / "schemas" / "aws.json").read_bytes() == once


def test_a_type_stays_until_it_is_pruned(outdir: Outdir, tmp_path: Path) -> None:
    def types() -> list[str]:
        return sorted(used.name for used in read_schema_file("aws", tmp_path / "schemas").types)

    rewrite(outdir("aws_iam_account_alias"), tmp_path, SCHEMAS)
    rewrite(outdir("aws_iam_group_policies_exclusive"), tmp_path, SCHEMAS)
    kept = types()
    rewrite(outdir("aws_iam_group_policies_exclusive"), tmp_path, SCHEMAS, "--prune")

    assert (kept, types()) == (
        ["aws_iam_account_alias", "aws_iam_group_policies_exclusive"],
        ["aws_iam_group_policies_exclusive"],
    )


def test_a_type_that_the_source_lacks_is_named_and_nothing_written(
    outdir: Outdir, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = rewrite(outdir("aws_typo", "aws_tpyo"), tmp_path, SCHEMAS)

    assert (status, capsys.readouterr().err) == (
        1,
        "no schema for resource aws_tpyo\nno schema for resource aws_typo\n",
    )
    assert list((tmp_path / "schemas").iterdir()) == []


def test_a_missing_output_folder_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = rewrite(tmp_path / "nowhere", tmp_path, SCHEMAS)

    assert (status, capsys.readouterr().err) == (
        1,
        f"{tmp_path / 'nowhere'}: no manifest.json there; synthesize first\n",
    )


def test_our_own_files_are_as_the_command_writes_them(tmp_path: Path) -> None:
    for provider in PROVIDERS:
        file = read_schema_file(provider)
        write_schema_file(file, tmp_path)

        assert read_schema_file(provider, tmp_path) == file


def test_the_versions_are_those_of_the_provenance() -> None:
    provenance = (DIRECTORY / "PROVENANCE.md").read_text()

    rows = [
        f"| `{name}.json` | registry.terraform.io/hashicorp/{name} | {read_schema_file(name).version} |"
        for name in PROVIDERS
    ]
    assert [row in provenance for row in rows] == [True, True, True]


def test_what_a_stack_uses_without_a_schema_is_said_in_one_line_each(outdir: Outdir) -> None:
    stack = Stack.read(outdir("aws_sqs_queue", "aws_vpc", "random_id", version="6.26.0") / "stacks" / "dev")
    files = {"aws": SchemaFile("aws", "6.25.0", {"resource_schemas": {"aws_vpc": {}}})}
    remedy = "run `python -m rehearsal.schemas --from FILE`; rehearsal/schemas/PROVENANCE.md says how to get FILE"

    with pytest.raises(UncoveredError) as raised:
        check_coverage({"dev": stack}, files)

    assert raised.value.lines == (
        "dev: provider random is not simulated",
        f"dev: pins aws 6.26.0, but its schemas are of 6.25.0: {remedy}",
        f"dev: resource aws_sqs_queue has no schema: {remedy}",
    )


def test_the_types_of_terraform_itself_need_no_provider(tmp_path: Path) -> None:
    document: State = {
        "resource": {"terraform_data": {"x": {}}, "aws_vpc": {"x": {}}},
        "data": {"terraform_remote_state": {"x": {}}, "tls_certificate": {"x": {}}},
    }
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document))

    assert Stack.read(tmp_path).types == {
        TypeInUse("aws", Kind.RESOURCE, "aws_vpc"),
        TypeInUse("tls", Kind.DATA, "tls_certificate"),
    }
