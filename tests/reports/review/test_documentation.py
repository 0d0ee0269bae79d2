"""docs/plan-review.md and the schema say what the review is now."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from reports.review.guarded_kinds import kinds
from reports.review.schema import FILE, schema
from tests.reports.review.reviewing import change, plan, reviewed

DOCUMENT = Path(__file__).parents[3] / "docs" / "plan-review.md"


def test_the_document_lists_the_guarded_kinds() -> None:
    rows = [f"| {kind.name} | {', '.join(f'`{it}`' for it in kind.types)} |\n" for kind in kinds()]

    assert f"| kind | resource types |\n|---|---|\n{''.join(rows)}\n" in DOCUMENT.read_text(encoding="utf-8")


def test_the_schema_is_that_of_the_review() -> None:
    """`python -m reports.review.schema` writes it."""
    assert FILE.read_text(encoding="utf-8") == schema()
    Draft202012Validator.check_schema(json.loads(schema()))


def test_a_review_fits_the_schema(tmp_path: Path) -> None:
    found = reviewed(tmp_path, {"dev": plan(), "prod": plan(change("aws_vpc.x", "delete", before={}))})

    assert list(Draft202012Validator(json.loads(schema())).iter_errors(found.document)) == []
