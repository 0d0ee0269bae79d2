"""The one interpreter of controller data: identity, policies and release of any controller."""

from collections.abc import Sequence

from cdktf import ITerraformDependable
from constructs import Construct

from config.controllers import ControllerOptions
from config.iam import Iam
from config.names import ClusterNames
from modules.controllers.controller import AnyController, ClusterFacts, Installation, Values
from modules.helm_release import HelmRelease
from modules.trust_policies import OidcIdentityProvider, ServiceAccount
from modules.workload_identity import WorkloadIdentity

ROLE_ARN_ANNOTATION = "eks.amazonaws.com/role-arn"


class InstalledController(Construct):
    """A controller in a cluster; without policies it gets no role."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        controller: AnyController,
        options: ControllerOptions,
        cluster: ClusterFacts,
        names: ClusterNames,
        iam: Iam,
        provider: OidcIdentityProvider,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        super().__init__(scope, id)
        service_account: dict[str, object] = {"create": True, "name": controller.name}
        must_exist = list(depends_on)
        policies = controller.policies(options, cluster)
        if policies:
            identity = WorkloadIdentity(
                self,
                "identity",
                names=names,
                iam=iam,
                workload=controller.name,
                service_account=ServiceAccount(controller.namespace, controller.name),
                provider=provider,
                policies=policies,
            )
            service_account["annotations"] = {ROLE_ARN_ANNOTATION: identity.role_arn}
            must_exist += identity.permissions
        values: Values = controller.values(
            Installation(options=options, cluster=cluster, service_account=service_account)
        )
        self.release: ITerraformDependable = HelmRelease(
            self,
            "helm",
            name=controller.name,
            namespace=controller.namespace,
            repository=controller.chart.repository,
            chart=controller.chart.name,
            version=controller.chart.version,
            values=values,
            timeout_seconds=controller.timeout_seconds,
            depends_on=must_exist,
        ).release
