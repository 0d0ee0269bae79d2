"""Publishing replaces the files that synthesis writes, each of them whole, and touches nothing else."""

import json
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assembly.publishing import publish

Stacks = Mapping[str, Mapping[str, str]]
"""Stack id to path in its folder to content."""

OLD: Stacks = {"dev": {"cdk.tf.json": "old", "assets/chart/1/Chart.yaml": "name: old"}}
NEW: Stacks = {"dev": {"cdk.tf.json": "new", "assets/chart/2/Chart.yaml": "name: new"}}


@pytest.fixture
def outdir(tmp_path: Path) -> Path:
    """An output folder in which OLD was published."""
    outdir = tmp_path / "cdktf.out"
    _publish(OLD, outdir)
    return outdir


def test_a_stack_lies_in_terraform_and_is_reached_through_stacks(outdir: Path) -> None:
    assert _content(outdir) == {
        "manifest.json": _manifest(OLD),
        "stacks/dev": "-> ../terraform/dev",
        "terraform/dev/cdk.tf.json": "old",
        "terraform/dev/assets/chart/1/Chart.yaml": "name: old",
    }
    assert (outdir / "stacks/dev/cdk.tf.json").read_text() == "old"


def test_an_output_folder_may_move_as_a_whole(outdir: Path) -> None:
    moved = outdir.rename(outdir.with_name("elsewhere"))

    assert (moved / "stacks/dev/cdk.tf.json").read_text() == "old"


def test_new_files_replace_old_ones_and_assets_that_nobody_needs_go_with_their_folders(outdir: Path) -> None:
    _publish(NEW, outdir)

    assert _content(outdir) == {
        "manifest.json": _manifest(NEW),
        "stacks/dev": "-> ../terraform/dev",
        "terraform/dev/cdk.tf.json": "new",
        "terraform/dev/assets/chart/2/Chart.yaml": "name: new",
    }
    assert not (outdir / "terraform/dev/assets/chart/1").exists()


def test_what_terraform_and_people_keep_in_the_folder_stays(outdir: Path) -> None:
    kept = {
        ".terraform/terraform.tfstate": "backend",
        ".terraform/providers/provider": "binary",
        ".terraform.lock.hcl": "locked",
        "plan": "a saved plan",
        "terraform.tfstate.backup": "state",
        "notes/of-a-person.txt": "remember",
        "override.tf": "# by hand",
    }
    _write(outdir / "terraform/dev", kept)

    _publish(NEW, outdir)

    assert {path: (outdir / "stacks/dev" / path).read_text() for path in kept} == kept


def test_stacks_that_are_not_synthesized_this_time_stay_as_they_are(outdir: Path) -> None:
    before = _content(outdir)

    _publish({"prod": {"cdk.tf.json": "prod"}}, outdir)

    assert _content(outdir) == {
        **before,
        "manifest.json": _manifest({"prod": {}}),
        "stacks/prod": "-> ../terraform/prod",
        "terraform/prod/cdk.tf.json": "prod",
    }


def test_a_file_that_stays_the_same_is_not_written_again(outdir: Path) -> None:
    before = _stamps(outdir)

    _publish(OLD, outdir)

    assert _stamps(outdir) == before


def test_files_can_be_read_by_everyone(outdir: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in outdir.rglob("*") if path.is_file()}

    assert modes == {0o644}


def test_a_folder_that_plain_cdktf_made_moves_with_all_that_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "stacks/dev"
    _write(folder, {"cdk.tf.json": "old", ".terraform/providers/provider": "binary", "terraform.tfstate": "state"})
    state = (folder / "terraform.tfstate").stat().st_ino

    _publish(NEW, tmp_path)

    assert _content(tmp_path) == {
        "manifest.json": _manifest(NEW),
        "stacks/dev": "-> ../terraform/dev",
        "terraform/dev/cdk.tf.json": "new",
        "terraform/dev/assets/chart/2/Chart.yaml": "name: new",
        "terraform/dev/.terraform/providers/provider": "binary",
        "terraform/dev/terraform.tfstate": "state",
    }
    assert (folder / "terraform.tfstate").stat().st_ino == state


def test_assets_go_with_the_last_of_them(outdir: Path) -> None:
    _publish({"dev": {"cdk.tf.json": "new"}}, outdir)

    assert not (outdir / "terraform/dev/assets").exists()


def test_a_folder_in_place_of_a_link_is_refused_before_anything_is_written(outdir: Path) -> None:
    link = outdir / "stacks/dev"
    link.unlink()
    link.mkdir()
    before = _content(outdir)

    with pytest.raises(FileExistsError, match="remove the unused one"):
        _publish(NEW, outdir)

    assert _content(outdir) == before


def test_only_one_of_json_and_hcl_is_there(tmp_path: Path) -> None:
    """Terraform would read both, and every resource twice."""
    names = []
    for files in ({"cdk.tf.json": "j"}, {"cdk.tf": "h", "metadata.json": "m"}, {"cdk.tf.json": "j"}):
        _publish({"dev": files}, tmp_path)
        names.append(sorted(path.name for path in (tmp_path / "terraform/dev").iterdir()))

    assert names == [["cdk.tf.json"], ["cdk.tf", "metadata.json"], ["cdk.tf.json"]]


THREE_FILES: Stacks = {**NEW, "prod": {"cdk.tf.json": "prod"}}


@pytest.mark.parametrize("writes", range(4))
def test_a_publication_that_is_killed_leaves_whole_files_and_the_old_manifest(
    outdir: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """What is left of a file that was being written begins with a dot: Terraform does not read it."""
    whole = {"old", "new", "prod", "name: old", "name: new", _manifest(OLD)}

    _publish_and_be_killed(THREE_FILES, outdir, monkeypatch, after=writes)

    files = {path: path.read_text() for path in outdir.rglob("*") if path.is_file() and path.name[0] != "."}
    assert {content for content in files.values() if content not in whole} == set()
    assert files[outdir / "manifest.json"] == _manifest(OLD)


def test_a_publication_after_a_killed_one_completes_it(outdir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish_and_be_killed(THREE_FILES, outdir, monkeypatch, after=1)

    _publish(THREE_FILES, outdir)

    assert {path: content for path, content in _content(outdir).items() if "/." not in path} == {
        "manifest.json": _manifest(THREE_FILES),
        "stacks/dev": "-> ../terraform/dev",
        "stacks/prod": "-> ../terraform/prod",
        "terraform/dev/cdk.tf.json": "new",
        "terraform/dev/assets/chart/2/Chart.yaml": "name: new",
        "terraform/prod/cdk.tf.json": "prod",
    }


def _publish(stacks: Stacks, outdir: Path) -> None:
    """Publish what cdktf would have synthesized into a folder of its own."""
    with TemporaryDirectory() as staged:
        for id, files in stacks.items():
            _write(Path(staged, "stacks", id), files)
        _write(Path(staged), {"manifest.json": _manifest(stacks)})
        publish(Path(staged), outdir)


def _publish_and_be_killed(stacks: Stacks, outdir: Path, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """Publish, and die when `after` files have been put in their places and another one is written but not placed."""
    replace = Path.replace
    placed: list[Path] = []

    def replace_or_die(path: Path, target: Path) -> Path:
        if len(placed) == after:
            raise KeyboardInterrupt
        placed.append(target)
        return replace(path, target)

    with monkeypatch.context() as killing:
        killing.setattr(Path, "replace", replace_or_die)
        with pytest.raises(KeyboardInterrupt):
            _publish(stacks, outdir)


def _manifest(stacks: Stacks) -> str:
    return json.dumps({"stacks": {id: {"name": id, "workingDirectory": f"stacks/{id}"} for id in stacks}})


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)


def _content(folder: Path) -> dict[str, str]:
    """Files with their content, and links with where they point."""
    return {
        str(path.relative_to(folder)): f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        for path in _walk(folder)
    }


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.lstat().st_ino, path.lstat().st_mtime_ns) for path in _walk(folder)}
