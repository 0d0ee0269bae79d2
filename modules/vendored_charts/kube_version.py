"""Whether a chart takes a version of Kubernetes: Helm compares the two before it installs anything.

https://helm.sh/docs/topics/charts/#the-kubeversion-field
"""

import re

_OPERATOR = r"(?P<operator>>=|<=|!=|>|<|=|\^|~)?"
_VERSION = r"v?(?P<major>\d+)\.(?P<minor>\d+)(\.(?P<patch>\d+|[xX*]))?(?P<prerelease>-[0-9A-Za-z.-]+)?"
_COMPARATOR = re.compile(rf"{_OPERATOR}\s*{_VERSION}(\s*,\s*|\s+|$)")


def accepts(constraint: str, version: str) -> bool:
    """Whether a constraint takes EKS clusters of a minor version such as `1.35`, of which the patch is not known.

    EKS reports `v1.35.4-eks-40737a8` and the like. To Helm the end of it is that of a pre-release, which only
    comparators with one of their own take: `>=1.25.0-0`, but not `>=1.25.0`. What can't be read here is left to Helm.
    """
    return any(_all_take(alternative.strip(), version) for alternative in constraint.split("||"))


def _all_take(comparators: str, version: str) -> bool:
    end = 0
    while end < len(comparators):
        found = _COMPARATOR.match(comparators, end)
        if found is None:
            return True
        if not _takes(found, version):
            return False
        end = found.end()
    return True


def _takes(comparator: re.Match[str], version: str) -> bool:
    major, minor = map(int, version.split("."))
    there, bound = (major, minor), (int(comparator["major"]), int(comparator["minor"]))
    # Of a patch in the middle of a minor version nobody knows here whether EKS is before or behind it.
    has_patch = comparator["patch"] not in {None, "0"}
    takes = {
        ">=": there >= bound,
        ">": there >= bound,
        "<": there < bound or (has_patch and there == bound),
        "<=": there <= bound,
        "!=": has_patch or there != bound,
        "^": there >= bound and major == bound[0],
    }
    return comparator["prerelease"] is not None and takes.get(comparator["operator"], there == bound)
