"""Who else may reach the network interfaces of the control plane: rules of the security group that EKS makes."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from config.network.cidr import ANYWHERE, Cidr, are_everything
from config.rules.model import Model
from config.rules.problem import PARENT, Absent, Problem, refuse
from config.rules.rule import matching

_ANYWHERE_WORD = "anywhere"
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
_DESCRIPTION_PATTERN = r"^[A-Za-z0-9 ._:/()#,@\[\]+=;{}!$*-]{1,255}$"
_DESCRIPTION_REMEDY = "is no description for EC2; write at most 255 letters, digits, spaces and ._-:/()#,@[]+=;{}!$*"
SecurityGroupId = Annotated[
    str,
    matching("^sg-[0-9a-f]{8,17}$", "is no id of a security group; write one like sg-0123456789abcdef0"),
]


def _named_anywhere(value: object) -> object:
    return ANYWHERE if value == _ANYWHERE_WORD else value


def _not_by_accident(value: object) -> object:
    if value == str(ANYWHERE):
        refuse(
            [Problem((), value, f"opens the port to everybody; write {_ANYWHERE_WORD} if that is meant, or a range")]
        )
    return value


Source = Annotated[
    Cidr,
    BeforeValidator(_named_anywhere),
    BeforeValidator(_not_by_accident),
    WithJsonSchema({"type": "string", "pattern": rf"^({_ANYWHERE_WORD}|[0-9.]+/[0-9]{{1,2}})$"}),
]
"""An IPv4 range; the word `anywhere` for all of them, which nobody writes by accident."""

Port = Annotated[int, Field(ge=1, le=65535)]
RuleName = Annotated[
    str,
    matching("^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$", "is no name; write at most 40 lower case letters, digits, hyphens"),
]
"""The name of a rule, which is a key in the file and stands in its address."""


class IngressRule(Model):
    """Traffic that may reach the control plane's network interfaces (and the nodes, which have the same group)."""

    description: Annotated[
        str, matching(_DESCRIPTION_PATTERN, _DESCRIPTION_REMEDY), Field(examples=["API from the VPN"])
    ]
    """Why; whoever reviews the rule sees it in AWS."""
    ip_protocol: Literal["tcp", "udp"] = "tcp"
    """`tcp` or `udp`."""
    from_port: Annotated[Port, Field(examples=[443])]
    """The port, or the first of a range."""
    to_port: Port | None = None
    """The last port of the range; `from_port` when left out."""
    cidr_ipv4: Source | None = None
    """From where: an IPv4 range, or `anywhere`."""
    referenced_security_group_id: SecurityGroupId | None = None
    """From whom, in place of `cidr_ipv4`: whatever has this security group."""

    @property
    def last_port(self) -> int:
        """The last port that is opened."""
        return self.from_port if self.to_port is None else self.to_port

    @field_validator("to_port")
    @classmethod
    def _ports_in_order(cls, to_port: int | None, info: ValidationInfo) -> int | None:
        first = info.data.get("from_port")
        if to_port is not None and first is not None and to_port < first:
            refuse([Problem((), to_port, f"is before from_port ({first}); write the last port of the range")])
        return to_port

    @field_validator("referenced_security_group_id")
    @classmethod
    def _one_source(cls, group: str | None, info: ValidationInfo) -> str | None:
        if "cidr_ipv4" in info.data:
            refuse(_source_problems(info.data["cidr_ipv4"], group))
        return group


def _source_problems(cidr: IPv4Network | None, group: str | None) -> Iterator[Problem]:
    if cidr is None and group is None:
        yield Problem(
            (PARENT, "cidr_ipv4"), Absent.MISSING, "write it, such as cidr_ipv4: 10.0.0.0/16, or a security group"
        )
    if cidr is not None and group is not None:
        yield Problem((), group, "stands beside cidr_ipv4, but a rule has one source; write two rules")


def rules_problems(rules: Mapping[str, IngressRule]) -> Iterator[Problem]:
    """What is wrong with rules beside each other."""
    yield from _repeated_rules(rules)
    yield from _open_together(rules)


def _open_together(rules: Mapping[str, IngressRule]) -> Iterator[Problem]:
    """Rules whose ranges are the whole internet together, though none of them says so."""
    found = set()
    for rule in rules.values():
        same_port = {
            name: it.cidr_ipv4
            for name, it in rules.items()
            if it.ip_protocol == rule.ip_protocol
            and it.from_port <= rule.from_port <= it.last_port
            and it.cidr_ipv4 is not None
        }
        if ANYWHERE not in same_port.values() and are_everything(same_port.values()):
            found.add(tuple(same_port.items()))
    for together in sorted(found):
        *others, (last, cidr) = together
        remedy = (
            f"opens the port to everybody together with {', '.join(name for name, _ in others)}; "
            f"write {_ANYWHERE_WORD} if that is meant, or smaller ranges"
        )
        yield Problem((last, "cidr_ipv4"), cidr, remedy)


def _repeated_rules(rules: Mapping[str, IngressRule]) -> Iterator[Problem]:
    """Rules that differ in name and description only, of which EC2 takes the first."""
    known: dict[tuple[object, ...], str] = {}
    for name, rule in rules.items():
        what = (rule.ip_protocol, rule.from_port, rule.last_port, rule.cidr_ipv4, rule.referenced_security_group_id)
        if what in known:
            yield Problem(
                (name,), name, f"lets in what {known[what]} lets in already, and EC2 takes it once; leave one out"
            )
        known.setdefault(what, name)
