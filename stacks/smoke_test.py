"""The smoke test: proves DNS, load balancing and IAM at once, and nothing else needs it."""

from constructs import Construct

from config.environment import Environment
from config.smoke_test import SmokeTest
from modules.helm_release import HelmRelease, own_chart
from stacks.contracts import ClusterOutputs, ControllersOutputs, Publication, subscribe
from stacks.helm_provider import use_helm
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack


class SmokeTestStack(PlatformStack):
    """A web server behind a network and an application load balancer, each with a DNS name."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        smoke_test: SmokeTest,
        locations: Locations,
        cluster: Publication[ClusterOutputs],
        controllers: Publication[ControllersOutputs],
    ) -> None:
        super().__init__(scope, id, kind="smoke-test", environment=environment, locations=locations)
        use_helm(self, subscribe(self, cluster))
        installed = subscribe(self, controllers)
        allowed_cidrs = [str(network) for network in environment.platform.public_access_cidrs]
        HelmRelease(
            self,
            "web",
            name="smoke-test",
            namespace="smoke-test",
            chart=own_chart(self, "chart", "smoke-test"),
            values={
                # Open to those who may reach the Kubernetes API, and to the internet only where that one is.
                "scheme": "internet-facing" if allowed_cidrs else "internal",
                "allowedCidrs": allowed_cidrs,
                "service": {"hostname": smoke_test.service_hostname},
                "ingress": {"hostname": smoke_test.ingress_hostname},
                "testedCharts": dict(installed.chart_versions),
                **_image(environment.settings.image_registry),
            },
            timeout_seconds=300,
            depends_on=[],
        )


def _image(registry: str | None) -> dict[str, object]:
    return {} if registry is None else {"image": {"repository": f"{registry}/public.ecr.aws/nginx/nginx-unprivileged"}}
