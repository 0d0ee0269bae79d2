"""Publishing what was synthesized: only files that synthesis writes are replaced, and each of them at once.

The folder of a stack also holds what Terraform puts there (`.terraform`, `.terraform.lock.hcl`), and the cdktf CLI
deletes every folder in `<outdir>/stacks` that a synthesis did not name. So the folders lie in `<outdir>/terraform`, and
`<outdir>/stacks` holds links to them: the CLI works through a link but does not take it for a folder of its own.
See docs/adr/0007-links-to-stack-folders.md.
"""

import json
import os
from errno import EEXIST
from pathlib import Path
from tempfile import NamedTemporaryFile

FOLDERS = "terraform"
LINKS = "stacks"
MANIFEST = "manifest.json"
_ASSETS = "assets"
_SYNTHESIZED_FILES = ("cdk.tf.json", "cdk.tf", "metadata.json")


def publish(staged: Path, outdir: Path) -> None:
    """Bring what cdktf synthesized into `staged` to `outdir`, the manifest last.

    Raises OSError where `outdir` can't be written.
    """
    manifest = (staged / MANIFEST).read_bytes()
    stacks = json.loads(manifest)["stacks"].values()
    folders = [_stack_folder(outdir, stack["name"]) for stack in stacks]
    for stack, folder in zip(stacks, folders, strict=True):
        _replace_synthesized_files(staged / stack["workingDirectory"], folder)
    _write(outdir / MANIFEST, manifest)


def _stack_folder(outdir: Path, stack: str) -> Path:
    folder, link = outdir / FOLDERS / stack, outdir / LINKS / stack
    link.parent.mkdir(parents=True, exist_ok=True)
    folder.parent.mkdir(exist_ok=True)
    if link.is_dir() and not link.is_symlink():  # made by a plain cdktf app; what Terraform keeps in it moves along
        if folder.exists():
            raise FileExistsError(EEXIST, f"is a folder, and so is {folder}; remove the unused one", str(link))
        link.rename(folder)
    folder.mkdir(exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(Path("..") / FOLDERS / stack, target_is_directory=True)
    return folder


def _replace_synthesized_files(staged: Path, folder: Path) -> None:
    new = {path.relative_to(staged): path.read_bytes() for path in staged.rglob("*") if path.is_file()}
    for relative, content in new.items():
        _write(folder / relative, content)
    assets = folder / _ASSETS
    stale = [*(folder / name for name in _SYNTHESIZED_FILES), *sorted(assets.rglob("*"), reverse=True), assets]
    for path in stale:
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.exists() and path.relative_to(folder) not in new:
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole, or not at all; leave a file alone that already holds it."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)  # noqa: PTH101 - the name of the temporary file is a string
    Path(file.name).replace(path)
