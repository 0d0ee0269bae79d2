"""`aws_iam_policy_document`: the JSON that the real data source writes, byte for byte.

A list of one becomes a string, longer ones are sorted in reverse (values of conditions keep their order), `&{` becomes
`${`, and Go's encoder escapes `<`, `>` and `&`. Source: policy_document_data_source.go and policy_model.go in
https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/iam.
"""

import json
import zlib
from collections.abc import Iterable
from typing import TypeAlias

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, blocks, items, text, texts

Json: TypeAlias = "str | list[Json] | dict[str, Json]"
Statement: TypeAlias = dict[str, Json]

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def policy_document(config: State) -> State:
    """`json`, `minified_json` and `id` for the arguments `config`.

    Raises:
        RefusedError: two statements of one document have the same Sid, or a merged document is not JSON.
    """
    document: dict[str, Json] = {}
    seen: set[str] = set()
    for source in _documents(config, "source_policy_documents"):
        sids = _sids(source)
        _refuse_repeated([*seen, *sids])
        seen.update(sids)
        _merge(document, source)
    _merge(document, _own_document(config))
    for override in _documents(config, "override_policy_documents"):
        _merge(document, override)
    ordered = {name: document[name] for name in ("Version", "Id", "Statement") if document.get(name)}
    pretty = json.dumps(ordered, indent=2, ensure_ascii=False).translate(_ESCAPES)
    minified = json.dumps(ordered, separators=(",", ":"), ensure_ascii=False).translate(_ESCAPES)
    return {"json": pretty, "minified_json": minified, "id": str(zlib.crc32(pretty.encode()))}


def _own_document(config: State) -> dict[str, Json]:
    statements = [_statement(block) for block in blocks(config, "statement")]
    document: dict[str, Json] = {
        "Version": text(config, "version") or "2012-10-17",
        "Id": text(config, "policy_id"),
        "Statement": list(statements),
    }
    _refuse_repeated(_sids(document))
    return document


def _statement(block: State) -> Statement:
    parts: Statement = {
        "Sid": text(block, "sid"),
        "Effect": text(block, "effect") or "Allow",
        "Action": _one_or_sorted(texts(block, "actions")),
        "NotAction": _one_or_sorted(texts(block, "not_actions")),
        "Resource": _with_variables(_one_or_sorted(texts(block, "resources"))),
        "NotResource": _with_variables(_one_or_sorted(texts(block, "not_resources"))),
        "Principal": _principals(blocks(block, "principals")),
        "NotPrincipal": _principals(blocks(block, "not_principals")),
        "Condition": _conditions(blocks(block, "condition")),
    }
    return {name: part for name, part in parts.items() if part}


def _principals(principals: Iterable[State]) -> Json:
    by_type: dict[str, list[str]] = {}
    for principal in principals:
        by_type.setdefault(text(principal, "type"), []).extend(sorted(texts(principal, "identifiers"), reverse=True))
    if by_type == {"*": ["*"]}:
        return "*"
    return {kind: _with_variables(_one_or_all(by_type[kind])) for kind in sorted(by_type)}


def _conditions(conditions: Iterable[State]) -> Json:
    by_test: dict[str, dict[str, list[str]]] = {}
    for condition in conditions:
        values = by_test.setdefault(text(condition, "test"), {}).setdefault(text(condition, "variable"), [])
        values.extend(texts(condition, "values"))
    return {
        test: {variable: _with_variables(_one_or_all(by_test[test][variable])) for variable in sorted(by_test[test])}
        for test in sorted(by_test)
    }


def _one_or_sorted(values: list[str]) -> Json:
    return _one_or_all(sorted(values, reverse=True))


def _one_or_all(values: list[str]) -> Json:
    return values[0] if len(values) == 1 else list(values)


def _with_variables(value: Json) -> Json:
    if isinstance(value, str):
        return value.replace("&{", "${")
    return [_with_variables(item) for item in value] if isinstance(value, list) else value


def _documents(config: State, name: str) -> list[dict[str, Json]]:
    documents = []
    for position, source in enumerate(items(config, name)):
        try:
            documents.append(json.loads(str(source)))
        except json.JSONDecodeError as error:
            raise RefusedError(
                f"writing IAM Policy Document: merging document {position} of {name}: {error}", path=(name, position)
            ) from error
    return documents


def _merge(document: dict[str, Json], newer: dict[str, Json]) -> None:
    """Add `newer` to `document`: its Id wins, the later version wins, a statement takes the place of its Sid."""
    if newer.get("Id"):
        document["Id"] = newer["Id"]
    document["Version"] = max(str(document.get("Version", "")), str(newer.get("Version", "")))
    statements = _statements(document)
    for statement in _statements(newer):
        sids = [existing.get("Sid") for existing in statements]
        if statement.get("Sid") and statement["Sid"] in sids:
            statements[sids.index(statement["Sid"])] = statement
        else:
            statements.append(statement)
    document["Statement"] = list(statements)


def _statements(document: dict[str, Json]) -> list[Statement]:
    statements = document.get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    return [statement for statement in listed if isinstance(statement, dict)]


def _sids(document: dict[str, Json]) -> list[str]:
    return [str(statement["Sid"]) for statement in _statements(document) if statement.get("Sid")]


def _refuse_repeated(sids: list[str]) -> None:
    for sid in sids:
        if sids.count(sid) > 1:
            raise RefusedError(
                f"writing IAM Policy Document: duplicate Sid ({sid}). Remove the Sid or ensure the Sid is unique."
            )
