"""The one interpreter of controller data: identity, policies and releases of any controller."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from constructs import Construct

from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import (
    AnyController,
    Chart,
    ClusterFacts,
    Companion,
    GitOpsRelease,
    Installation,
    OwnChart,
    Values,
)
from modules.controllers.fit import refuse_misfit, refuse_misfit_companion
from modules.controllers.values import ROLE_ARN_ANNOTATION, companion_values, values_of
from modules.helm_release import HelmRelease, own_chart
from modules.pod_identity import PodIdentity
from modules.trust_policies import ClusterIdentity, OidcIdentityProvider, ServiceAccount, workload_trust
from modules.workload_identity import WorkloadIdentity


@dataclass(frozen=True)
class _Release:
    id: str
    name: str
    chart: Chart | OwnChart
    values: Values
    timeout_seconds: int
    skip_crds: bool = False


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
        left_to_gitops: Sequence[GitOpsRelease] = (),
        stays_off: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        identity = options.identity or cluster.platform.identity
        role = self._role(controller, options, cluster, provider, identity)
        service_account: dict[str, object] = {"create": True, "name": controller.name}
        must_exist = [*depends_on, *([] if role is None else role.permissions)]
        if role is not None and identity is Identity.IRSA:
            service_account["annotations"] = {ROLE_ARN_ANNOTATION: role.role_arn}
        elif role is not None:
            must_exist.append(
                PodIdentity(
                    self,
                    "pod-identity",
                    cluster_name=cluster.platform.cluster_name,
                    service_account=ServiceAccount(controller.namespace, controller.name),
                    role_arn=role.role_arn,
                ).association
            )
        installation = Installation(
            options=options,
            cluster=cluster,
            service_account=service_account,
            left_to_gitops=left_to_gitops,
            stays_off=stays_off,
        )
        values = values_of(controller, installation, None if role is None else identity)
        refuse_misfit(controller, values, service_account)
        if controller.resources is not None:
            must_exist += controller.resources(self, installation)
        before, behind = (_wanted(it, installation) for it in (controller.before_it, controller.behind_it))
        own = _Release(
            "helm",
            controller.name,
            controller.chart,
            values,
            controller.timeout_seconds,
            skip_crds=controller.skip_crds,
        )
        self.ready: Sequence[ITerraformDependable] = must_exist
        """What has to be there before whatever comes after the controller: its releases, if they are made here."""
        self.left_to_gitops: Sequence[GitOpsRelease] = ()
        """Its releases in their order, where GitOps installs them."""
        self.addresses_left: Sequence[str] = ()
        """Their addresses, in case Terraform installed them before: it is to forget them, and not to uninstall them."""
        if options.release == "gitops":
            role_arn = None if role is None else role.role_arn
            self.left_to_gitops = [
                GitOpsRelease(it.name, controller.namespace, it.chart, it.values, controller.name, role_arn)
                if it is own
                else GitOpsRelease(it.name, controller.namespace, it.chart, it.values)
                for it in (*before, own, *behind)
            ]
            path = self.node.path.split("/")[1:]
            self.addresses_left = [
                "helm_release." + "_".join([*path, it.id, "release"]) for it in (*before, own, *behind)
            ]
        else:
            first = self._installed(before, controller, must_exist)
            release = self._installed([own], controller, [*must_exist, *first])
            self.ready = [*first, *release, *self._installed(behind, controller, release)]

    def _role(
        self,
        controller: AnyController,
        options: ControllerOptions,
        cluster: ClusterFacts,
        provider: OidcIdentityProvider,
        identity: Identity,
    ) -> WorkloadIdentity | None:
        policies = controller.policies(options, cluster)
        if not policies:
            return None
        account = ServiceAccount(controller.namespace, controller.name)
        return WorkloadIdentity(
            self,
            "identity",
            names=cluster.names,
            iam=cluster.iam,
            workload=controller.name,
            service_account=account,
            trust=workload_trust(identity, ClusterIdentity(provider, cluster.cluster_arn), account),
            policies=policies,
        )

    def _installed(
        self, releases: Sequence[_Release], controller: AnyController, depends_on: Sequence[ITerraformDependable]
    ) -> list[ITerraformDependable]:
        """Releases, one after the other."""
        installed: list[ITerraformDependable] = []
        for it in releases:
            chart = it.chart
            installed.append(
                HelmRelease(
                    self,
                    it.id,
                    name=it.name,
                    namespace=controller.namespace,
                    repository=chart.repository if isinstance(chart, Chart) else None,
                    chart=chart.name if isinstance(chart, Chart) else own_chart(self, f"{it.id}-chart", chart.name),
                    version=chart.version if isinstance(chart, Chart) else None,
                    values=it.values,
                    skip_crds=it.skip_crds,
                    timeout_seconds=it.timeout_seconds,
                    depends_on=[*depends_on, *installed],
                ).release
            )
        return installed


def _wanted(
    companions: Sequence[Companion[ControllerOptions]], installation: Installation[ControllerOptions]
) -> list[_Release]:
    """The releases of the companions that the options ask for."""
    found = []
    for companion in companions:
        if companion.wanted(installation.options):
            values = companion_values(companion, installation)
            refuse_misfit_companion(companion, values)
            found.append(_Release(companion.name, companion.name, companion.chart, values, companion.timeout_seconds))
    return found
