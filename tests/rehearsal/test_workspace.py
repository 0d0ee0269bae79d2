"""A rehearsal runs in a copy and touches nothing of the user's."""

import json
from pathlib import Path

import pytest

from rehearsal.manifest import StackEntry
from rehearsal.workspace import AbsoluteStateError, copy_stack


def entry(directory: Path, document: object) -> StackEntry:
    directory.mkdir(parents=True)
    (directory / "cdk.tf.json").write_text(json.dumps(document))
    return StackEntry(id="dev", directory=directory, dependencies=())


def backend(path: str) -> object:
    return {"terraform": {"backend": {"local": {"path": path}}}}


def test_the_copy_lies_where_the_original_lies_but_under_the_root(tmp_path: Path) -> None:
    original = tmp_path / "cdktf.out" / "terraform" / "dev"
    stack = entry(original, backend("../../../state/dev.tfstate"))
    (original / "assets").mkdir()
    (original / "assets" / "Chart.yaml").write_text("name: x")
    (original / ".terraform").mkdir()

    copied = copy_stack(stack, tmp_path / "root")

    assert copied == Path(f"{tmp_path / 'root'}{original}")
    assert sorted(str(path.relative_to(copied)) for path in copied.rglob("*")) == [
        "assets",
        "assets/Chart.yaml",
        "cdk.tf.json",
    ]


@pytest.mark.parametrize("path", ["/home/me/state/dev.tfstate", ""])
def test_a_local_state_that_a_copy_would_share_is_refused(tmp_path: Path, path: str) -> None:
    stack = entry(tmp_path / "dev", backend(path))

    with pytest.raises(AbsoluteStateError, match="dev: a rehearsal must not touch real state"):
        copy_stack(stack, tmp_path / "root")


def test_so_is_one_that_it_would_read(tmp_path: Path) -> None:
    reader = {"backend": "local", "config": {"path": "/home/me/state/dev.tfstate"}}
    document = {
        "terraform": {"backend": {"s3": {"bucket": "b"}}},
        "data": {"terraform_remote_state": {"network": reader}},
    }

    with pytest.raises(AbsoluteStateError, match=r"not /home/me/state/dev\.tfstate"):
        copy_stack(entry(tmp_path / "dev", document), tmp_path / "root")
