"""EKS Pod Identity: the pods of one service account get a role, without an OIDC provider and without an annotation."""

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_pod_identity_association import EksPodIdentityAssociation
from constructs import Construct

from modules.trust_policies import ServiceAccount


class PodIdentity(Construct):
    """An association, which has to be there before the pods start: credentials are injected when a pod is created."""

    def __init__(
        self, scope: Construct, id: str, *, cluster_name: str, service_account: ServiceAccount, role_arn: str
    ) -> None:
        super().__init__(scope, id)
        self.association: ITerraformDependable = EksPodIdentityAssociation(
            self,
            "association",
            cluster_name=cluster_name,
            namespace=service_account.namespace,
            service_account=service_account.name,
            role_arn=role_arn,
        )
