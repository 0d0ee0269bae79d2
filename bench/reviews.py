"""`python -m bench.reviews`: how long the review of one large plan takes, and how much memory."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from bench.cases import PROJECT
from bench.process import run

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Resource: TypeAlias = tuple[str, Mapping[str, Json], Mapping[str, Json]]
"""Type, and arguments before and after."""
_ACTIONS = ("no-op", "update", "update", "create")


def main() -> None:
    """Write a plan, review it in a process of its own, and print what that took."""
    parser = argparse.ArgumentParser(prog="python -m bench.reviews", description="Measure the review of a large plan.")
    parser.add_argument("--resources", metavar="NUMBER", type=int, default=10_000, help="how many (default: 10000)")
    resources = parser.parse_args().resources
    for name, resource in (("of four kinds", mixed), ("of which half are IAM policies", policies)):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "large.json"
            file.write_text(json.dumps(plan(resources, resource)), encoding="utf-8")
            written = ("--json", f"{folder}/review", "--full", f"{folder}/review.md")
            took = run((sys.executable, "-m", "reports", "review", str(file), *written), os.environ, folder=PROJECT)
            size = file.stat().st_size / 1_000_000
        sys.stdout.write(f"{resources} {name}, {size:.0f} MB: {took.seconds:.1f} s, {took.largest:.0f} MiB\n")


def plan(resources: int, resource: Callable[[int], Resource]) -> Json:
    """A plan of many resources, in which three of four change, with everything that `terraform show -json` repeats."""
    several = [resource(number) for number in range(resources)]
    addresses: list[Mapping[str, Json]] = [
        {"address": f"{it[0]}.x{number}", "mode": "managed", "type": it[0]} for number, it in enumerate(several)
    ]
    values: list[Json] = [{**at, "values": after} for at, (_, _, after) in zip(addresses, several, strict=True)]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": values}},
        "resource_changes": [
            {**at, "change": _change(_ACTIONS[number % 4], before, after)}
            for number, (at, (_, before, after)) in enumerate(zip(addresses, several, strict=True))
        ],
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": values}}},
        "configuration": {"root_module": {"resources": addresses}},
    }


def _change(action: str, before: Json, after: Json) -> Json:
    same, new = action == "no-op", action == "create"
    return {
        "actions": [action],
        "before": None if new else after if same else before,
        "after": after,
        "after_unknown": {"arn": new},
        "before_sensitive": {},
        "after_sensitive": {"tags": {}, "secret": True},
    }


def policies(number: int) -> Resource:
    """Half of them policies of eight statements without Sid, none of which stays; secrets begin like other texts."""
    if number // 4 % 2:
        return mixed(number)
    common = {f"argument_{it}": f"secret or value {it}" for it in range(4)} | {"secret": f"secret of {number}"}
    documents = [{"Statement": [_statement(it, version, number) for it in range(8)]} for version in (1, 2)]
    return _both("aws_iam_policy", common, "policy", *map(json.dumps, documents))


def mixed(number: int) -> Resource:
    """A role's policy, a release, a group's rules or tags, in turn; all secrets begin differently."""
    common = {f"argument_{it}": f"value {it} of {number}" for it in range(20)} | {"secret": f"{number:08} is secret"}
    turn = number // 4 % 4
    if turn == 0:
        documents = [{"Statement": [_statement(it, version) for it in range(4)]} for version in (1, 2)]
        return _both("aws_iam_policy", common, "policy", *map(json.dumps, documents))
    if turn == 1:
        same = "".join(f"key{it}: value\n" for it in range(20))
        texts: list[Json] = [[f"replicas: {version}\nimage: {{tag: v{version}}}\n{same}"] for version in (1, 2)]
        return _both("helm_release", common, "values", *texts)
    if turn == 2:  # noqa: PLR2004 - the third of four
        rules: list[Json] = [
            [{"from_port": 443, "protocol": "tcp", "cidr_blocks": [f"10.{it}.0.0/16"]}] for it in (1, 2)
        ]
        return _both("aws_security_group", common, "ingress", *rules)
    return _both("aws_launch_template", common, "tags_all", {"a": "1"}, {"a": "2"})


def _statement(number: int, version: int, policy: int = 0) -> Json:
    bucket = f"arn:aws:s3:::bucket-{number}-of-{policy}"
    return {"Effect": "Allow", "Action": [f"s3:Get{version}", "s3:List"], "Resource": bucket}


def _both(type_name: str, common: Mapping[str, Json], argument: str, before: Json, after: Json) -> Resource:
    return type_name, {**common, argument: before}, {**common, argument: after}


if __name__ == "__main__":
    main()
