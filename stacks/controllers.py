"""The software that we install in the cluster, each with its AWS identity."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cdktf import ITerraformDependable
from constructs import Construct

from config.cluster.cluster import Cluster
from config.compute.compute_checks import auto_mode_alone
from config.compute.node_access import NodeAccess
from config.controllers.kinds import ControllerOptions
from config.environment import Environment
from modules.controllers import CONTROLLERS
from modules.controllers.controller import AnyController, ClusterFacts
from modules.controllers.installed_controller import InstalledController
from modules.controllers.order import installation_order, nodes_that_may_go, predecessors
from modules.controllers.user_charts import controller_of
from modules.helm_release import HelmRelease, own_chart
from modules.trust_policies import OidcIdentityProvider
from stacks.contracts import ClusterOutputs, ControllersOutputs, NetworkOutputs, Publication, publish, subscribe
from stacks.helm_provider import use_helm
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack


class ControllersStack(PlatformStack):
    """The default storage class first, then the controllers that the environment names, in their order."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        locations: Locations,
        network: Publication[NetworkOutputs],
        cluster: Publication[ClusterOutputs],
    ) -> None:
        super().__init__(scope, id, kind="controllers", environment=environment, locations=locations)
        vpc, eks = subscribe(self, network), subscribe(self, cluster)
        use_helm(self, eks)
        made = environment.settings.cluster
        facts = ClusterFacts(
            platform=environment.platform,
            account_id=vpc.account_id,
            vpc_id=vpc.vpc_id,
            vpc_arn=vpc.vpc_arn,
            private_subnet_ids=vpc.private_subnet_ids,
            security_group_id=eks.security_group_id,
            node_access=NodeAccess.NONE if made is None else made.node_access,
            names=environment.names,
            iam=environment.settings.iam,
            tags=self.tags,
        )
        provider = OidcIdentityProvider(arn=eks.oidc_provider_arn, issuer=eks.oidc_issuer)
        # Whoever made a cluster has chosen its storage classes.
        before = [] if made is None else [self._default_storage_class(_storage_class_chart(made)).release]
        controllers = {**CONTROLLERS, **_user_charts(environment)}
        options = {**environment.controllers, **_options_of_user_charts(environment)}
        order = installation_order(options, controllers)
        left = [name for name in order if options[name].release == "gitops"]
        installed: dict[str, InstalledController] = {}
        # What is left to GitOps first: whoever installs it has to be told of all of it.
        for name in (*left, *(it for it in order if it not in left)):
            installed[name] = InstalledController(
                self,
                name,
                controller=controllers[name],
                options=options[name],
                cluster=facts,
                provider=provider,
                depends_on=[]
                if name in left
                # Whoever installs what is left needs all that it stands on: any release may be the one.
                else [*before, *_ready(installed, [*left, *predecessors(name, controllers, left)])],
                stays_off=nodes_that_may_go(name, controllers, order),
                left_to_gitops=[it for one in left if one in installed for it in installed[one].left_to_gitops],
            )
        if left:
            self.add_override(
                "removed",
                [
                    {"from": address, "lifecycle": {"destroy": False}}
                    for name in left
                    for address in installed[name].addresses_left
                ],
            )
        here = [name for name in order if name not in left]
        self.releases = [
            *(["default-storage-class"] if before else []),
            *(it for name in here for it in controllers[name].release_names(options[name])),
        ]
        self.publication = publish(
            self,
            ControllersOutputs(chart_versions={name: controllers[name].chart.version for name in here}),
        )

    def _default_storage_class(self, chart: str) -> HelmRelease:
        return HelmRelease(
            self,
            "default-storage-class",
            name="default-storage-class",
            namespace="kube-system",
            chart=own_chart(self, "default-storage-class-chart", chart),
            values={},
            timeout_seconds=120,
            depends_on=[],
        )


def _ready(installed: Mapping[str, InstalledController], names: Iterable[str]) -> Sequence[ITerraformDependable]:
    return [it for name in dict.fromkeys(names) if name in installed for it in installed[name].ready]


def _user_charts(environment: Environment) -> dict[str, AnyController]:
    folder, installed = Path(environment.source).parent, tuple(environment.controllers)
    return {name: controller_of(name, chart, installed, folder) for name, chart in environment.settings.charts.items()}


def _options_of_user_charts(environment: Environment) -> dict[str, ControllerOptions]:
    return {name: ControllerOptions(identity=chart.identity) for name, chart in environment.settings.charts.items()}


def _storage_class_chart(cluster: Cluster) -> str:
    """The chart for who makes volumes: EKS Auto Mode for its own nodes only, the EKS add-on for all others."""
    return (
        "auto-mode-storage-class" if auto_mode_alone(cluster.compute, cluster.node_groups) else "default-storage-class"
    )
