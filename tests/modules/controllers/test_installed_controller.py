"""What one construct makes of the data of a controller."""

from constructs import Construct

from config.controllers import ControllerOptions
from config.iam import Iam
from config.names import ClusterNames
from modules.controllers.controller import Chart, Controller
from modules.controllers.installed_controller import InstalledController
from modules.trust_policies import OidcIdentityProvider
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import synthesize_stack

WITHOUT_AWS = Controller(
    name="metrics",
    namespace="kube-system",
    chart=Chart(repository="https://charts.example.com", name="metrics-server", version="3.13.1"),
    options=ControllerOptions,
    values=lambda installation: {
        "replicas": 2,
        "region": installation.cluster.platform.region.name,
        "serviceAccount": installation.service_account,
    },
    timeout_seconds=120,
)


def test_a_controller_that_does_not_call_aws_gets_no_role() -> None:
    def build(stack: Construct) -> None:
        InstalledController(
            stack,
            "metrics",
            controller=WITHOUT_AWS,
            options=ControllerOptions(),
            cluster=cluster_facts(),
            names=ClusterNames("test"),
            iam=Iam(),
            provider=OidcIdentityProvider(arn="arn", issuer="issuer"),
            depends_on=[],
        )

    assert synthesize_stack(build)["resource"] == {
        "helm_release": {
            "metrics_helm_release": {
                "name": "metrics",
                "namespace": "kube-system",
                "create_namespace": True,
                "repository": "https://charts.example.com",
                "chart": "metrics-server",
                "version": "3.13.1",
                "values": ["region: eu-central-1\nreplicas: 2\nserviceAccount:\n  create: true\n  name: metrics\n"],
                "wait": True,
                "timeout": 120,
                "upgrade_install": True,
                "max_history": 10,
            }
        }
    }
