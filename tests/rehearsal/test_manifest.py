"""Stacks run in the order of the manifest alone."""

import json
from pathlib import Path

import pytest

from rehearsal.manifest import ManifestError, StackEntry, read_manifest


def write(outdir: Path, dependencies: dict[str, list[str]]) -> Path:
    stacks = {
        name: {"name": name, "workingDirectory": f"stacks/{name}", "dependencies": others}
        for name, others in dependencies.items()
    }
    (outdir / "manifest.json").write_text(json.dumps({"version": "0.21.0", "stacks": stacks}))
    return outdir


def test_a_stack_comes_after_its_dependencies_and_otherwise_as_written(tmp_path: Path) -> None:
    outdir = write(
        tmp_path, {"z-controllers": ["a-cluster"], "b-network": [], "a-cluster": ["b-network"], "c-bucket": []}
    )

    assert [entry.id for entry in read_manifest(outdir)] == ["b-network", "a-cluster", "z-controllers", "c-bucket"]


def test_the_directory_is_the_one_behind_the_link(tmp_path: Path) -> None:
    real = tmp_path / "terraform" / "dev"
    real.mkdir(parents=True)
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "dev").symlink_to(Path("..") / "terraform" / "dev")

    assert read_manifest(write(tmp_path, {"dev": []})) == [StackEntry(id="dev", directory=real, dependencies=())]


def test_without_a_manifest_there_is_nothing_to_run(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"no manifest\.json there; synthesize first"):
        read_manifest(tmp_path)


def test_an_unknown_dependency_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="depends on a stack that is not there: cluster on network"):
        read_manifest(write(tmp_path, {"cluster": ["network"]}))


def test_a_circle_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"in a circle: (a -> b -> a|b -> a -> b)"):
        read_manifest(write(tmp_path, {"a": ["b"], "b": ["a"]}))
