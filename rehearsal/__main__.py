"""`python -m rehearsal [NAME ...]`, where everything that it needs is installed."""

import sys

try:
    from rehearsal.command import main
except ModuleNotFoundError as missing:
    package = (missing.name or "").partition(".")[0]
    if package in {"config", "rehearsal"}:  # ours: no installation mends it
        raise
    sys.exit(
        f"{package} is not installed: synthesis does without, the rehearsal does not; "
        "`make rehearse` installs requirements-dev.txt into .venv and starts it"
    )

if __name__ == "__main__":
    sys.exit(main())
