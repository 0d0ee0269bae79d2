"""Charts of the user's own: software that one environment installs beside the controllers that we know."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, JsonValue, ValidationInfo, field_validator

from config.controllers.iam_policy_checks import policy_problems
from config.controllers.identity import Identity
from config.rules.draft import draft_of
from config.rules.model import FrozenMapping, Model
from config.rules.problem import refuse
from config.rules.rule import UNIQUE, matching

# https://helm.sh/docs/chart_template_guide/builtin_objects/ and Kubernetes's names of namespaces
# and of Terraform's resources, which begin with a letter.
_NAME_PATTERN = "^(?=.{1,53}$)[a-z]([a-z0-9-]*[a-z0-9])?$"
_NAME_REMEDY = "is no name of a release; write at most 53 lower case letters, digits and hyphens, a letter first"
UserChartName = Annotated[str, matching(_NAME_PATTERN, _NAME_REMEDY)]
# Whoever reads the state would see a password in it.
_REPOSITORY = matching(
    "^(https|oci)://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~%/-]*)?$",
    "is no repository; write its address, https://... or oci://..., without a user",
)
_VERSION = matching(
    r"^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
    "is no exact version; write one like 1.2.3, not a range",
)
_NAMESPACE = matching(
    "^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
    "is no namespace; write at most 63 lower case letters, digits and hyphens",
)
_CHART = matching("^[A-Za-z0-9][A-Za-z0-9._-]*$", "is no name of a chart; write the one in its Chart.yaml")
_PATH = matching(r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$", "is no path of values; write keys with dots between them")
_FILE = matching(
    r"^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\.json$",
    "is no file beside this one; write a path such as policies/backup.json, without ..",
)
Purpose = Annotated[
    str, matching("^[a-z][a-z0-9-]{0,40}$", "is no purpose; write lower case letters, digits and hyphens")
]
Reason = Annotated[str, Field(min_length=10)]
Document = FrozenMapping[str, JsonValue]


class UserChart(Model):
    """A chart of the user's own, with the identity and the order that controllers have."""

    repository: Annotated[str, Field(examples=["https://charts.example.com"]), _REPOSITORY]
    """Repository of the chart: `https://` or `oci://`."""
    chart: Annotated[str, _CHART] | None = None
    """Name of the chart in it; the key when left out."""
    version: Annotated[str, Field(examples=["1.2.3"]), _VERSION]
    """Exact version of the chart."""
    namespace: Annotated[str, _NAMESPACE] | None = None
    """Namespace that it is installed in, made if it does not exist; the key when left out."""
    values: FrozenMapping[str, JsonValue] = Field(default_factory=dict)
    """Values of the chart, checked against what `make vendor-chart` has put into `charts/` beside this file."""
    unchecked_because: Reason | None = None
    """Why the values are not checked, for the reviewer; then nothing has to be known of the chart."""
    broad_because: FrozenMapping[str, Reason] = Field(default_factory=dict)
    """Sid of a policy statement that names no actions or no resources, to why it need not, for the reviewer."""
    policies: FrozenMapping[Purpose, Document] = Field(default_factory=dict)
    """Purpose to IAM policy document; with any, the chart's service account gets a role."""
    policy_files: FrozenMapping[Purpose, Annotated[str, _FILE]] = Field(default_factory=dict)
    """Purpose to a file with an IAM policy document, as seen from this file."""
    service_account_path: Annotated[str, _PATH] = "serviceAccount"
    """Where the values of the chart describe its service account, which has the name of the key."""
    pod_annotations_path: Annotated[str, _PATH] = "podAnnotations"
    """Where the values of the chart take annotations of its pods; read with a role by EKS Pod Identity."""
    identity: Identity | None = None
    """How its pods become the role; as the environment's `identity` says when left out."""
    after: Annotated[tuple[str, ...], UNIQUE] | None = None
    """Controllers and charts that must be ready before it; all controllers when left out."""
    timeout_seconds: Annotated[int, Field(ge=30, le=7200)] = 600
    """How long Helm waits until all of it is ready."""

    @field_validator("policies")
    @classmethod
    def _policies_are_for_iam(cls, policies: Mapping[str, Document], info: ValidationInfo) -> Mapping[str, Document]:
        region, reasons = draft_of(info).region, info.data.get("broad_because")
        refuse(
            replace(problem, path=(purpose, *problem.path))
            for purpose, document in policies.items()
            for problem in policy_problems(document, region, reasons)
        )
        return policies

    @property
    def has_role(self) -> bool:
        """Whether it calls AWS."""
        return bool(self.policies or self.policy_files)


def path_of(dotted: str) -> tuple[str, ...]:
    """The keys of a path of values."""
    return tuple(dotted.split("."))
