"""An argument that names another object, and the words of AWS for it where there is no such object."""

from collections.abc import Iterator
from dataclasses import dataclass

from rehearsal.engine.values import State, first_block, text, texts
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, EKS_API, USERGUIDE, refused
from rehearsal.providers.aws.resource import Resource

IAM_API = "https://docs.aws.amazon.com/IAM/latest/APIReference"
_S3_ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"


@dataclass(frozen=True)
class Named:
    """An argument that names another object.

    `{...}` in the words stands for another argument, `{missing}` for what this one names.
    """

    argument: str
    type_name: str
    by: str
    """The attribute of the other object."""
    doing: str
    operation: str
    answer: str
    source: str
    status: int = 400

    def names(self, arguments: State) -> Iterator[str]:
        """What is named, as far as it is known: the argument may hold several names, or lie in a block."""
        block, _, inner = self.argument.rpartition(".")
        state = first_block(arguments, block) if block else arguments
        yield from filter(None, [text(state, inner), *texts(state, inner)])

    def __call__(self, resource: Resource) -> None:
        """See that what is named is there.

        Raises:
            RefusedError: in the words of AWS.
        """
        there = {text(other, self.by) for other in resource.all(self.type_name)}
        for name in self.names(resource.planned):
            if name not in there:
                values = {**{it: resource.text(it) for it in resource.planned}, "missing": name}
                doing, answer = self.doing.format_map(values), self.answer.format_map(values)
                raise refused(doing, self.operation, answer, source=self.source, status=self.status)


def of_ec2(doing: str, operation: str, answer: str, **argument: str) -> Named:
    """An argument (its name and the type of what it names) that holds an id."""
    ((name, type_name),) = argument.items()
    return Named(name, type_name, "id", doing, f"EC2: {operation}", answer, EC2_ERRORS)


def vpc(doing: str, operation: str) -> Named:
    """The argument `vpc_id`."""
    answer = "InvalidVpcID.NotFound: The vpc ID '{missing}' does not exist"
    return of_ec2(doing, operation, answer, vpc_id="aws_vpc")


def route_table(doing: str, operation: str, argument: str = "route_table_id") -> Named:
    """The argument `route_table_id`, or another that names route tables."""
    answer = "InvalidRouteTableID.NotFound: The routeTable ID '{missing}' does not exist"
    return of_ec2(doing, operation, answer, **{argument: "aws_route_table"})


def subnet(doing: str, operation: str) -> Named:
    """The argument `subnet_id`."""
    answer = "InvalidSubnetID.NotFound: The subnet ID '{missing}' does not exist"
    return of_ec2(doing, operation, answer, subnet_id="aws_subnet")


def subnets_of_eks(argument: str, doing: str, operation: str) -> Named:
    """EKS passes on what EC2 says: https://github.com/AdminTurnedDevOps/DevOps-The-Hard-Way-AWS/issues/16."""
    answer = (
        "InvalidParameterException: The subnet ID '{missing}' does not exist (Service: AmazonEC2; Status Code: 400; "
        "Error Code: InvalidSubnetID.NotFound)"
    )
    return Named(argument, "aws_subnet", "id", doing, f"EKS: {operation}", answer, f"{USERGUIDE}/network-reqs.html")


def cluster(doing: str, operation: str) -> Named:
    """The argument `cluster_name`."""
    return Named(
        "cluster_name",
        "aws_eks_cluster",
        "name",
        doing,
        f"EKS: {operation}",
        "ResourceNotFoundException: No cluster found for name: {missing}.",
        f"{EKS_API}/API_{operation}.html",
        404,
    )


def role(doing: str, operation: str) -> Named:
    """The argument `role`, which holds a name."""
    answer = "NoSuchEntity: The role with name {missing} cannot be found."
    source = f"{IAM_API}/API_{operation}.html"
    return Named("role", "aws_iam_role", "name", doing, f"IAM: {operation}", answer, source, 404)


def bucket(what: str, operation: str) -> Named:
    """The argument `bucket` of what belongs to one."""
    doing, answer = f"putting S3 Bucket ({{bucket}}) {what}", "NoSuchBucket: The specified bucket does not exist"
    return Named("bucket", "aws_s3_bucket", "bucket", doing, f"S3: {operation}", answer, _S3_ERRORS, 404)
