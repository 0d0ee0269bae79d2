"""What crosses a state boundary: declared here, published as named outputs, read back as the same type."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cdktf import TerraformOutput

from stacks.platform_stack import PlatformStack

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def published(description: str) -> Any:  # noqa: ANN401 - dataclasses types `field` in the same way
    """A field of a contract: a string, or a map of strings whose keys are known at synthesis."""
    return field(metadata={"description": description})


def published_if_any(description: str) -> Any:  # noqa: ANN401 - as above
    """A field of a contract that is a map of strings, and is not published where it is empty."""
    return field(default_factory=dict, metadata={"description": description})


@dataclass(frozen=True)
class StateBucketOutputs:
    """What the state bucket stack says to people."""

    bucket: str = published("Name of the state bucket")
    bucket_arn: str = published("ARN of the state bucket")


@dataclass(frozen=True)
class NetworkOutputs:
    """What the network stack hands on."""

    account_id: str = published("AWS account in which the VPC lies")
    vpc_id: str = published("Id of the VPC")
    vpc_arn: str = published("ARN of the VPC")
    public_subnet_ids: Mapping[str, str] = published("Availability zone to id of its public subnet")
    private_subnet_ids: Mapping[str, str] = published("Availability zone to id of its private subnet")
    intra_subnet_ids: Mapping[str, str] = published("Availability zone to id of its intra subnet")
    pod_subnet_ids: Mapping[str, str] = published_if_any("Availability zone to id of its subnet for pods")


@dataclass(frozen=True)
class ClusterOutputs:
    """What the cluster stack hands on."""

    cluster_arn: str = published("ARN of the EKS cluster")
    endpoint: str = published("URL of the Kubernetes API")
    certificate_authority_data: str = published("Certificate authority of the Kubernetes API, base64")
    security_group_id: str = published("Security group that EKS made for control plane and nodes")
    oidc_provider_arn: str = published("ARN of the IAM OIDC provider")
    oidc_issuer: str = published("Issuer of service account tokens, without https://")
    update_kubeconfig: str = published("Command that lets kubectl reach the cluster")


@dataclass(frozen=True)
class ControllersOutputs:
    """What the controllers stack hands on."""

    chart_versions: Mapping[str, str] = published("Installed controller to the version of its chart")


_Outputs = TypeVar("_Outputs", bound="DataclassInstance")


@dataclass(frozen=True)
class Publication(Generic[_Outputs]):
    """The outputs of a stack, as its consumers may subscribe to them."""

    producer: PlatformStack
    outputs: _Outputs


def publish(stack: PlatformStack, outputs: _Outputs) -> Publication[_Outputs]:
    """Write each field of `outputs` as a Terraform output of `stack`, under its own name."""
    for item in _published_fields(outputs):
        TerraformOutput(
            stack,
            item.name,
            value=getattr(outputs, item.name),
            description=item.metadata["description"],
            static_id=True,
        )
    return Publication(stack, outputs)


def subscribe(consumer: PlatformStack, publication: Publication[_Outputs]) -> _Outputs:
    """The published outputs as `consumer` reads them from the producer's state; orders the two stacks.

    The data source is called after what to do when the state is missing: Terraform's error shows that name and little
    else. Where the state is there but was written before an output was, the plan ends with our own words.
    """
    consumer.add_dependency(publication.producer)
    state = publication.producer.state_location.read_from(consumer, f"apply-{publication.producer.kind}-first")
    values: dict[str, object] = {}
    conditions: list[dict[str, str]] = []
    for item in _published_fields(publication.outputs):
        value = getattr(publication.outputs, item.name)
        keys = tuple(value) if isinstance(value, Mapping) else None
        values[item.name] = (
            state.get_string(item.name)
            if keys is None
            else {key: state.get_string(f'{item.name}["{key}"]') for key in keys}
        )
        conditions.append(_published(publication.producer.id, item.name, keys))
    state.add_override("lifecycle.postcondition", conditions)
    return type(publication.outputs)(**values)


def _published_fields(outputs: "DataclassInstance") -> "list[Field[object]]":
    """All but those that hold what they hold by themselves: nothing."""
    return [item for item in fields(outputs) if getattr(outputs, item.name) or item.default_factory is MISSING]


def _published(producer: str, output: str, keys: Sequence[str] | None) -> dict[str, str]:
    """The check that a state holds an output, with these keys if it is a map.

    A postcondition of the data source is the one check that Terraform makes before it evaluates what reads the output,
    which would fail with "Unsupported attribute" and no remedy. While destroying, Terraform only warns.
    """
    if keys is None:
        read, missing = f"self.outputs.{output}", output
    else:
        read = f"[for key in {json.dumps(keys)}: self.outputs.{output}[key]]"
        missing = f"{output} for {', '.join(keys)}"
    return {
        "condition": f"${{can({read})}}",
        "error_message": f"{producer} was last applied without {missing}: apply {producer} first.",
    }
