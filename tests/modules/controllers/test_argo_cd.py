"""Argo CD: what it is told of its cluster, and who may reach it."""

import json
from ipaddress import IPv4Network
from typing import Any

from config.cluster.vpc_cni import IpFamily
from config.rules.problem import Problem
from modules.controllers.alb_ingress import AlbIngress
from modules.controllers.argo_cd import ARGO_CD, ArgoCdOptions
from modules.controllers.controller import Chart, GitOpsRelease, Installation, OwnChart
from tests.modules.controllers.platforms import cluster_facts

CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef"
INGRESS = AlbIngress(
    hostname="argocd.example.com", certificate_arn=CERTIFICATE, inbound_cidrs=(IPv4Network("10.0.0.0/8"),)
)
LEFT = (
    GitOpsRelease(
        "external-dns",
        "dns",
        Chart("https://charts.example.com", "external-dns", "1.2.3"),
        {"b": 1, "a": {"c": "d"}},
        service_account="external-dns",
        role_arn="arn:aws:iam::111122223333:role/x",
    ),
    GitOpsRelease("some-objects", "dns", OwnChart("some-objects"), {"objects": {}}),
)


def values(options: ArgoCdOptions, left: tuple[GitOpsRelease, ...] = (), ip_family: IpFamily = "ipv4") -> Any:  # noqa: ANN401 - as YAML has it
    account = {"create": True, "name": "argo-cd"}
    return ARGO_CD.values(Installation(options, cluster_facts(ip_family=ip_family), account, left_to_gitops=left))


def test_it_knows_its_cluster_and_what_is_left_to_it() -> None:
    assert values(ArgoCdOptions(), LEFT)["configs"] == {
        "clusterCredentials": {
            "in-cluster": {
                "server": "https://kubernetes.default.svc",
                "labels": {
                    "environment": "test",
                    "aws_region": "eu-central-1",
                    "kubernetes_version": "1.35",
                    "enable_external_dns": "true",
                    "enable_some_objects": "true",
                },
                "annotations": {
                    "aws_account_id": "111122223333",
                    "aws_cluster_name": "test",
                    "aws_region": "eu-central-1",
                    "aws_vpc_id": "vpc-0123456789abcdef0",
                    "environment": "test",
                    "external_dns_namespace": "dns",
                    "external_dns_service_account": "external-dns",
                    "external_dns_iam_role_arn": "arn:aws:iam::111122223333:role/x",
                    "external_dns_values": '{"a":{"c":"d"},"b":1}',
                    "external_dns_chart_repository": "https://charts.example.com",
                    "external_dns_chart": "external-dns",
                    "external_dns_chart_version": "1.2.3",
                    "some_objects_namespace": "dns",
                    "some_objects_values": '{"objects":{}}',
                    "some_objects_chart_path": "charts/some-objects",
                },
                "config": {"tlsClientConfig": {"insecure": False}},
            }
        }
    }


def test_there_is_no_credential_in_what_it_knows() -> None:
    text = json.dumps(values(ArgoCdOptions(), LEFT))

    assert [word for word in ("bearerToken", "password", "Secret", "awsAuthConfig") if word in text] == []


def test_it_speaks_plain_http_only_behind_a_load_balancer_that_is_asked_for() -> None:
    alone, behind = (values(ArgoCdOptions(ingress=it)) for it in (None, INGRESS))

    assert ("params" in alone["configs"], alone["server"]["ingress"]) == (False, {"enabled": False})
    assert behind["configs"]["params"] == {"server.insecure": True}
    assert behind["global"] == {"domain": "argocd.example.com"}
    assert behind["server"]["ingress"] == {
        "enabled": True,
        "controller": "aws",
        "ingressClassName": "alb",
        "annotations": {
            "alb.ingress.kubernetes.io/scheme": "internal",
            "alb.ingress.kubernetes.io/target-type": "ip",
            "alb.ingress.kubernetes.io/backend-protocol": "HTTP",
            "alb.ingress.kubernetes.io/healthcheck-path": "/healthz",
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTPS":443}]',
            "alb.ingress.kubernetes.io/certificate-arn": CERTIFICATE,
            "alb.ingress.kubernetes.io/ip-address-type": "ipv4",
            "alb.ingress.kubernetes.io/inbound-cidrs": "10.0.0.0/8",
        },
        "aws": {"serviceType": "ClusterIP", "backendProtocolVersion": "GRPC"},
    }


def test_its_load_balancer_reaches_pods_with_ipv6_addresses() -> None:
    key = "alb.ingress.kubernetes.io/ip-address-type"
    families: tuple[IpFamily, ...] = ("ipv4", "ipv6")
    annotations = [
        values(ArgoCdOptions(ingress=INGRESS), ip_family=it)["server"]["ingress"]["annotations"] for it in families
    ]

    assert [it.get(key) for it in annotations] == ["ipv4", "dualstack"]


def test_a_certificate_of_another_partition_is_refused() -> None:
    elsewhere = CERTIFICATE.replace("arn:aws:", "arn:aws-cn:")
    options = ArgoCdOptions(ingress=INGRESS.model_copy(update={"certificate_arn": elsewhere}))

    found = [(it.path, it.value) for it in ARGO_CD.problems(options, cluster_facts().platform)]
    assert found == [(("ingress", "certificate_arn"), elsewhere)]


def test_what_nobody_can_want_is_refused() -> None:
    elsewhere = CERTIFICATE.replace("eu-central-1", "us-east-1")
    halves = tuple(map(IPv4Network, ("128.0.0.0/1", "10.0.0.0/8", "0.0.0.0/1")))
    wide = INGRESS.model_copy(update={"certificate_arn": elsewhere, "inbound_cidrs": halves})
    platform = cluster_facts().platform

    assert list(ARGO_CD.problems(ArgoCdOptions(ingress=INGRESS), platform)) == []
    assert list(ARGO_CD.problems(ArgoCdOptions(release="gitops", ingress=wide), platform)) == [
        Problem(
            ("release",),
            "gitops",
            "leaves Argo CD to itself: write terraform, or leave argo-cd out if another cluster's installs it",
        ),
        Problem(
            ("ingress", "certificate_arn"),
            elsewhere,
            "is not in eu-central-1, where the load balancer is; write one of arn:aws:acm:eu-central-1:...",
        ),
        Problem(
            ("ingress", "inbound_cidrs"),
            ["128.0.0.0/1", "10.0.0.0/8", "0.0.0.0/1"],
            "lets the whole internet in to what may change everything in the cluster; name your own ranges",
        ),
    ]


def test_it_comes_when_there_can_be_nodes_and_records() -> None:
    assert ARGO_CD.after == ("karpenter", "external-dns")
