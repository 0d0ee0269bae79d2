"""Whether pods of a service account get credentials of AWS: by a role in its annotation (IRSA) or by an association."""

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.auto_mode import is_auto
from rehearsal.providers.aws.trust import ServiceAccount, find_role, trusts_service, trusts_service_account

_AGENT = "eks-pod-identity-agent"


def why_not_role(inventory: Inventory, cluster: State, account: ServiceAccount, role_arn: str) -> str | None:
    """What AWS answers pods of the service account that ask for this role, or None where they get it."""
    role = find_role(inventory, role_arn)
    if role is None or not trusts_service_account(inventory, role, cluster, account):
        return "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity"
    return None


def has_association(inventory: Inventory, cluster: State, account: ServiceAccount) -> bool:
    """Whether EKS Pod Identity gives pods of the service account a role that it may assume itself."""
    names = (text(cluster, "name"), account.namespace, account.name)
    agents = (text(addon, "cluster_name") for _, addon in inventory.of_type("aws_eks_addon") if _is_agent(addon))
    if not is_auto(cluster) and text(cluster, "name") not in agents:
        return False
    for _, association in inventory.of_type("aws_eks_pod_identity_association"):
        found = tuple(text(association, name) for name in ("cluster_name", "namespace", "service_account"))
        role = find_role(inventory, text(association, "role_arn"))
        if found == names and (role is None or trusts_service(role, "pods.eks.amazonaws.com")):
            return True
    return False


def may_call_aws(inventory: Inventory, cluster: State, account: ServiceAccount, role_arn: str) -> bool:
    """Whether pods get credentials, where `role_arn` is that of the annotation or empty."""
    if role_arn:
        return why_not_role(inventory, cluster, account, role_arn) is None
    return has_association(inventory, cluster, account)


def _is_agent(addon: State) -> bool:
    return text(addon, "addon_name") == _AGENT
