"""What is left to GitOps: every release, whichever of them installs it, waits for what AWS has to have of it."""

from pathlib import Path

import yaml

from tests.conftest import EXAMPLES, synthesize_folders
from tests.rehearsal.changing import committed, edited

EXAMPLE = edited(
    committed("platform", EXAMPLES),
    {"controllers.karpenter.release": "gitops", "controllers.external-dns.release": "gitops"},
)
# By EKS Pod Identity no value of any release speaks of these, so nothing else would make them come first.
NEEDED = {
    "aws_eks_access_entry.karpenter_aws_node-access",
    "aws_eks_pod_identity_association.external-dns_pod-identity_association",
    "aws_eks_pod_identity_association.karpenter_pod-identity_association",
    "aws_iam_role_policy_attachment.external-dns_identity_route53",
    "aws_iam_role_policy_attachment.karpenter_identity_interruption",
}


def test_every_release_waits_for_the_roles_of_what_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "environments"
    folder.mkdir()
    (folder / "platform.yaml").write_text(yaml.safe_dump(EXAMPLE))
    policies = folder / "policies"
    policies.symlink_to(EXAMPLES / "policies")

    stack = synthesize_folders([folder], tmp_path).stack("platform-controllers")

    releases = {
        name.removesuffix("_helm_release"): set(release["depends_on"])
        for name, release in stack["resource"]["helm_release"].items()
        if name.endswith("_helm_release")  # what comes with a controller waits for that
    }
    assert "argo-cd" in releases
    assert {name: NEEDED - waits_for for name, waits_for in releases.items() if NEEDED - waits_for} == {}
