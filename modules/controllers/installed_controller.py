"""The one interpreter of controller data: identity, policies and releases of any controller."""

from collections.abc import Sequence

from cdktf import ITerraformDependable
from constructs import Construct

from config.controllers import ControllerOptions
from config.identity import Identity
from modules.controllers.controller import (
    AnyController,
    Chart,
    ClusterFacts,
    Companion,
    Installation,
    OwnChart,
    Values,
)
from modules.controllers.fit import refuse_misfit, refuse_misfit_companion
from modules.controllers.values import companion_values, values_of
from modules.helm_release import HelmRelease, own_chart
from modules.pod_identity import PodIdentity
from modules.trust_policies import ClusterIdentity, OidcIdentityProvider, ServiceAccount, workload_trust
from modules.workload_identity import WorkloadIdentity

ROLE_ARN_ANNOTATION = "eks.amazonaws.com/role-arn"


class InstalledController(Construct):
    """A controller in a cluster, with what comes before and behind it; without policies it gets no role."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        controller: AnyController,
        options: ControllerOptions,
        cluster: ClusterFacts,
        provider: OidcIdentityProvider,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        super().__init__(scope, id)
        identity = options.identity or cluster.platform.identity
        service_account: dict[str, object] = {"create": True, "name": controller.name}
        must_exist = list(depends_on)
        policies = controller.policies(options, cluster)
        if policies:
            account = ServiceAccount(controller.namespace, controller.name)
            role = WorkloadIdentity(
                self,
                "identity",
                names=cluster.names,
                iam=cluster.iam,
                workload=controller.name,
                service_account=account,
                trust=workload_trust(identity, ClusterIdentity(provider, cluster.cluster_arn), account),
                policies=policies,
            )
            must_exist += role.permissions
            if identity is Identity.IRSA:
                service_account["annotations"] = {ROLE_ARN_ANNOTATION: role.role_arn}
            else:
                must_exist.append(
                    PodIdentity(
                        self,
                        "pod-identity",
                        cluster_name=cluster.platform.cluster_name,
                        service_account=account,
                        role_arn=role.role_arn,
                    ).association
                )
        installation = Installation(options=options, cluster=cluster, service_account=service_account)
        values = values_of(controller, installation, identity)
        refuse_misfit(controller, values, service_account)
        if controller.resources is not None:
            must_exist += controller.resources(self, installation)
        before = self._companions(controller, controller.before_it, installation, must_exist)
        release = self._release(
            "helm",
            controller.name,
            controller,
            chart=controller.chart,
            values=values,
            timeout_seconds=controller.timeout_seconds,
            skip_crds=controller.skip_crds,
            depends_on=[*must_exist, *before],
        )
        behind = self._companions(controller, controller.behind_it, installation, [release])
        self.releases: Sequence[ITerraformDependable] = [*before, release, *behind]
        """Its releases, in their order; whatever comes after the controller waits for all of them."""

    def _companions(
        self,
        controller: AnyController,
        companions: Sequence[Companion[ControllerOptions]],
        installation: Installation[ControllerOptions],
        depends_on: Sequence[ITerraformDependable],
    ) -> list[ITerraformDependable]:
        """The wanted ones, one after the other."""
        releases: list[ITerraformDependable] = []
        for companion in companions:
            if companion.wanted(installation.options):
                values = companion_values(companion, installation)
                refuse_misfit_companion(companion, values)
                releases.append(
                    self._release(
                        companion.name,
                        companion.name,
                        controller,
                        chart=companion.chart,
                        values=values,
                        timeout_seconds=companion.timeout_seconds,
                        skip_crds=False,
                        depends_on=[*depends_on, *releases],
                    )
                )
        return releases

    def _release(
        self,
        id: str,
        name: str,
        controller: AnyController,
        *,
        chart: Chart | OwnChart,
        values: Values,
        timeout_seconds: int,
        skip_crds: bool,
        depends_on: Sequence[ITerraformDependable],
    ) -> ITerraformDependable:
        return HelmRelease(
            self,
            id,
            name=name,
            namespace=controller.namespace,
            repository=chart.repository if isinstance(chart, Chart) else None,
            chart=chart.name if isinstance(chart, Chart) else own_chart(self, f"{id}-chart", chart.name),
            version=chart.version if isinstance(chart, Chart) else None,
            values=values,
            skip_crds=skip_crds,
            timeout_seconds=timeout_seconds,
            depends_on=depends_on,
        ).release
