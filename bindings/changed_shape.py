"""Packages that are not made as those this package was written for."""

import importlib.metadata


class ChangedShapeError(Exception):
    """What is different in a package. Its text names the package with its version."""

    def __init__(self, package: str, difference: str) -> None:
        super().__init__(f"{_with_version(package)} {difference}")


def _with_version(package: str) -> str:
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return package
