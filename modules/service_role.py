"""A role that an AWS service assumes."""

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

from config.iam import Iam
from modules.policy_document import PolicyDocument, managed_policy_id


class ServiceRole(Construct):
    """A role with AWS managed policies, and at most one policy of our own written into it."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        iam: Iam,
        description: str,
        trust: PolicyDocument,
        managed_policy_arns: Sequence[str] = (),
        policy: PolicyDocument | None = None,
    ) -> None:
        super().__init__(scope, id)
        role = IamRole(
            self,
            "role",
            name=name,
            path=iam.path,
            permissions_boundary=iam.permissions_boundary,
            description=description,
            assume_role_policy=trust.json(),
        )
        permissions: list[ITerraformDependable] = [
            IamRolePolicyAttachment(self, managed_policy_id(arn), role=role.name, policy_arn=arn)
            for arn in managed_policy_arns
        ]
        if policy is not None:
            permissions.append(IamRolePolicy(self, "policy", name=name, role=role.name, policy=policy.json()))
        self.arn: str = role.arn
        self.permissions: Sequence[ITerraformDependable] = permissions
        """What whoever uses the role must wait for, and must not outlive."""
