"""Fargate profiles, and the role in which Fargate fetches images and writes logs for their pods."""

from collections.abc import Mapping

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.eks_fargate_profile import EksFargateProfile, EksFargateProfileSelector
from constructs import Construct

from config.compute.fargate_profile import FargateProfile
from config.compute.unchangeable import of_fargate_profile
from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.service_role import ServiceRole
from modules.trust_policies import fargate_trust


class FargateProfiles(Construct):
    """All profiles of a cluster, with one role: it may do the same for each.

    EKS can change nothing of a profile, so all of it is in the hash of its name, as with node groups: of the subnets
    what is known of each at synthesis (`known_subnets`, by zone).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        profiles: Mapping[str, FargateProfile],
        cluster_name: str,
        names: ClusterNames,
        iam: Iam,
        region: Region,
        account_id: str,
        private_subnet_ids: Mapping[str, str],
        known_subnets: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        profiles_arn = f"arn:{region.partition}:eks:{region.name}:{account_id}:fargateprofile/{names.cluster}/*"
        role = ServiceRole(
            self,
            "pod-execution",
            name=names.pod_execution_role,
            iam=iam,
            description=f"Fargate, for pods of EKS cluster {names.cluster}",
            trust=fargate_trust(profiles_arn),
            managed_policy_arns=[region.managed_policy_arn("AmazonEKSFargatePodExecutionRolePolicy")],
        )
        for name, profile in profiles.items():
            subnets = [known_subnets[zone] for zone in profile.availability_zones]
            unchangeable = of_fargate_profile(profile, pod_execution_role=names.pod_execution_role, subnets=subnets)
            EksFargateProfile(
                self,
                name,
                cluster_name=cluster_name,
                fargate_profile_name=names.fargate_profile(name, unchangeable),
                pod_execution_role_arn=role.arn,
                subnet_ids=[private_subnet_ids[zone] for zone in profile.availability_zones],
                selector=[
                    EksFargateProfileSelector(namespace=it.namespace, labels=dict(it.labels) or None)
                    for it in profile.selectors
                ],
                lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
                depends_on=role.permissions,
            )
