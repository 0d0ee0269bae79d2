"""The AWS identity of a workload in the cluster: one role for one service account."""

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from config.iam import Iam
from config.names import ClusterNames
from modules.policy_document import PolicyDocument, managed_policy_id
from modules.trust_policies import ServiceAccount


class WorkloadIdentity(Construct):
    """A role that exactly one service account can assume, with the policies it needs.

    `policies` are our own, purpose to document; each becomes a managed policy of its own, so that none of them meets
    IAM's limit of 6,144 characters because of another. `managed_policy_arns` are AWS's. `trust` is in the service
    account, which is named here for people.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        iam: Iam,
        workload: str,
        service_account: ServiceAccount,
        trust: PolicyDocument,
        policies: Mapping[str, PolicyDocument] | None = None,
        managed_policy_arns: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        role = IamRole(
            self,
            "role",
            name=names.workload_role(workload),
            path=iam.path,
            permissions_boundary=iam.permissions_boundary,
            description=f"Kubernetes service account {service_account.namespace}/{service_account.name}",
            assume_role_policy=trust.json(),
        )
        arns = {managed_policy_id(arn): arn for arn in managed_policy_arns}
        for purpose, document in (policies or {}).items():
            policy = IamPolicy(
                self,
                f"{purpose}-policy",
                name=names.workload_policy(workload, purpose),
                path=iam.path,
                policy=document.json(),
            )
            arns[purpose] = policy.arn
        self.role_arn: str = role.arn
        self.permissions: Sequence[ITerraformDependable] = [
            IamRolePolicyAttachment(self, name, role=role.name, policy_arn=arn) for name, arn in arns.items()
        ]
        """What the workload must wait for, and must not outlive."""
