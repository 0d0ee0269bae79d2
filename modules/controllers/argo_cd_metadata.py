"""What Argo CD is told of its own cluster, as labels and annotations of the cluster's Secret.

ApplicationSets read them (https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Cluster/).
The names of the keys are those that the GitOps Bridge made usual (https://github.com/gitops-bridge-dev/gitops-bridge).
"""

import json
from collections.abc import Mapping, Sequence

from modules.controllers.controller import Chart, ClusterFacts, GitOpsRelease


def cluster_labels(cluster: ClusterFacts, releases: Sequence[GitOpsRelease]) -> Mapping[str, str]:
    """What generators select clusters by; the name of a cluster may be too long for a label."""
    return {
        "environment": cluster.platform.environment,
        "aws_region": cluster.platform.region.name,
        "kubernetes_version": cluster.platform.kubernetes_version,
        **{f"enable_{_key(it)}": "true" for it in releases},
    }


def cluster_annotations(cluster: ClusterFacts, releases: Sequence[GitOpsRelease]) -> Mapping[str, str]:
    """What templates of Applications need: facts of the cluster, and everything about the releases left to GitOps."""
    annotations = {
        "aws_account_id": cluster.account_id,
        "aws_cluster_name": cluster.platform.cluster_name,
        "aws_region": cluster.platform.region.name,
        "aws_vpc_id": cluster.vpc_id,
        "environment": cluster.platform.environment,
    }
    for release in releases:
        annotations |= {f"{_key(release)}_{name}": text for name, text in _facts(release).items()}
    return annotations


def _facts(release: GitOpsRelease) -> Mapping[str, str]:
    chart = release.chart
    facts = {
        "namespace": release.namespace,
        "service_account": release.service_account,
        "iam_role_arn": release.role_arn,
        # JSON is YAML: it can be handed to Helm as it is.
        "values": json.dumps(release.values, sort_keys=True, separators=(",", ":")),
        **(
            {"chart_repository": chart.repository, "chart": chart.name, "chart_version": chart.version}
            if isinstance(chart, Chart)
            else {"chart_path": f"charts/{chart.name}"}
        ),
    }
    return {name: text for name, text in facts.items() if text is not None}


def _key(release: GitOpsRelease) -> str:
    return release.name.replace("-", "_")
