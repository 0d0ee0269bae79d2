"""The composition root: reads the environments, builds their stacks, synthesizes them."""

import argparse
import difflib
import gc
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import bindings

if __name__ == "__main__":
    gc.disable()  # a short life: thirty environments take no more memory without it, and every import is faster
bindings.load()  # first of all: Node loads what cdktf needs while Python goes on importing

from cdktf import App  # noqa: E402 - as above

from assembly.lock_files import stage_lock_files  # noqa: E402
from assembly.publishing import publish  # noqa: E402
from config.command_line import add_outdir  # noqa: E402
from config.environment import Environment  # noqa: E402
from config.loading import InvalidInput, load_environments  # noqa: E402
from config.reading.display import as_seen_from_here  # noqa: E402
from config.reading.json_schema import environment_json_schema  # noqa: E402
from modules.controller_data_error import ControllerDataError  # noqa: E402
from modules.controllers import CONTROLLERS  # noqa: E402
from modules.controllers.joint_checks import joint_lines  # noqa: E402
from modules.controllers.user_charts import user_chart_lines  # noqa: E402

if TYPE_CHECKING:
    from stacks.platform_stack import PlatformStack

PROJECT = Path(__file__).resolve().parent
SCHEMA_FILE = "schema.json"
REFERENCE = PROJECT / "docs" / "reference"
LOCKS = PROJECT / "locks"


def main(arguments: Sequence[str]) -> int:
    """Synthesize what the command line asks for; the exit status."""
    wishes = _parser().parse_args(arguments)
    try:
        if wishes.write_schema:
            _write_schema(wishes.environments)
            return 0
        environments = load_environments(wishes.environments, CONTROLLERS)
        selected = _select(environments, wishes.names or _stage())
        stacks = synthesize(selected, outdir=wishes.outdir, states=wishes.environments.resolve().parent / "state")
    except InvalidInput as error:
        sys.stderr.writelines(f"{line}\n" for line in error.lines)
        return 1
    except ControllerDataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error.filename or wishes.outdir}: {error.strerror or error}\n")
        return 1
    sys.stdout.write(_report(stacks, wishes.outdir))
    return 0


def synthesize(
    environments: Sequence[Environment], *, outdir: Path, states: Path, locks: Path = LOCKS
) -> "dict[str, list[PlatformStack]]":
    """Write the stacks of `environments` to `outdir`; environment name to its stacks, in order.

    Local states are expected in `states`; lock files of providers come from `locks`, as far as there are any.

    Everything is synthesized elsewhere first, so that a failure leaves the output folder as it was. Raises OSError
    where `outdir` can't be written.
    """
    if os.environ.get("SYNTH_HCL_OUTPUT") == "true":
        raise InvalidInput(["HCL output: cdktf 0.21 writes `required_version` wrong there; leave out --hcl, use JSON"])
    try:
        outdir.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise InvalidInput([f"{outdir}: is not a folder; name another one with --outdir"]) from error
    if lines := [line for it in environments for line in _misfit_lines(it)]:
        raise InvalidInput(lines)
    # The stacks import the provider bindings, which wrong input never needs.
    from stacks.composition import compose  # noqa: PLC0415
    from stacks.locations import Locations  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as staged:
        app = App(outdir=staged, stack_traces=False)
        stacks = compose(app, environments, locations=Locations(outdir=outdir.resolve(), states=states.resolve()))
        app.synth()
        stage_lock_files(Path(staged), {it.id: it.kind for those in stacks.values() for it in those}, locks)
        publish(Path(staged), outdir)
    return stacks


def _misfit_lines(environment: Environment) -> list[str]:
    source, settings = environment.source, environment.settings
    return [
        *user_chart_lines(source, settings.charts, environment.platform),
        *joint_lines(source, CONTROLLERS, environment.controllers, settings.charts, settings.smoke_test),
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="Synthesize Terraform JSON for EKS platforms.")
    parser.add_argument("names", metavar="NAME", nargs="*", help="environments to synthesize; all when none is named")
    parser.add_argument(
        "--environments",
        metavar="DIR",
        type=Path,
        default=as_seen_from_here(PROJECT / "environments"),
        help="folder of the environment files (default: environments)",
    )
    add_outdir(parser, "folder to write to")
    parser.add_argument(
        "--write-schema",
        action="store_true",
        help=f"rewrite {SCHEMA_FILE} beside the environment files and {REFERENCE.relative_to(PROJECT)}, and stop",
    )
    return parser


def _write_schema(environments: Path) -> None:
    """What an environment file may say: for editors, beside the files, and for people, in the documentation."""
    from config.reference import write_reference  # noqa: PLC0415 - synthesis does without

    (environments / SCHEMA_FILE).write_text(environment_json_schema(CONTROLLERS), encoding="utf-8")
    write_reference(REFERENCE, CONTROLLERS)


def _stage() -> list[str]:
    stage = os.environ.get("EKS_STAGE")
    return [stage] if stage else []


def _select(environments: Sequence[Environment], names: Sequence[str]) -> list[Environment]:
    known = {environment.name: environment for environment in environments}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InvalidInput([_unknown_environment(name, list(known)) for name in unknown])
    return [environment for environment in environments if not names or environment.name in names]


def _unknown_environment(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
    return f"no environment is called {name!r}; {remedy}"


def _report(stacks: "Mapping[str, Sequence[PlatformStack]]", outdir: Path) -> str:
    lines = []
    for environment, its_stacks in stacks.items():
        lines.append(f"{environment}: {' -> '.join(stack.id for stack in its_stacks)}")
        lines += [f"  {stack.id} installs {' -> '.join(stack.releases)}" for stack in its_stacks if stack.releases]
    return "\n".join([*lines, f"Terraform JSON is in {os.path.relpath(outdir)}/stacks", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
