"""Whether a chart takes a version of Kubernetes, as Helm would say for a cluster of EKS."""

import pytest

from modules.vendored_charts.kube_version import accepts


@pytest.mark.parametrize(
    ("constraint", "versions"),
    [
        (">=1.35.0-0", ["1.35", "1.36"]),
        (">= 1.35.0-0", ["1.35", "1.36"]),
        (">=v1.35-0", ["1.35", "1.36"]),
        (">1.34.2-0", ["1.34", "1.35", "1.36"]),
        ("<1.35.0-0", ["1.34"]),
        ("<1.35.7-0", ["1.34", "1.35"]),
        ("<=1.35.0-0", ["1.34", "1.35"]),
        ("=1.35.0-0", ["1.35"]),
        ("1.35.x-0", ["1.35"]),
        ("~1.35.0-0", ["1.35"]),
        ("^1.35.0-0", ["1.35", "1.36"]),
        ("^2.0.0-0", []),
        ("!=1.35.0-0", ["1.34", "1.36"]),
        (">=1.34.0-0 <1.36.0-0", ["1.34", "1.35"]),
        (">=1.34.0-0, <1.36.0-0", ["1.34", "1.35"]),
        ("<1.35.0-0 || >=1.36.0-0", ["1.34", "1.36"]),
        (">=1.35.0", []),
        (">=1.34.0-0 <1.36.0", []),
        ("whatever Helm understands", ["1.34", "1.35", "1.36"]),
    ],
)
def test_a_constraint_takes(constraint: str, versions: list[str]) -> None:
    assert [version for version in ("1.34", "1.35", "1.36") if accepts(constraint, version)] == versions
