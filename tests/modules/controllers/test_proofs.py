"""Each proof that controllers fit, given something wrong: what answers, word by word.

docs/adding-a-controller.md shows these answers, shortened, in its table of what is refused.
"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from config.controllers.identity import Identity
from config.controllers.user_charts import UserChart
from config.loading import InvalidInput, load_environments
from main import main, synthesize
from modules.controllers import CONTROLLERS, checks, user_chart_values, user_charts
from modules.controllers.controller import AnyController
from modules.controllers.fit import MisfitError, refuse_misfit
from modules.controllers.order import OrderError, installation_order
from modules.policies.vendored import PolicyNotVendoredError, vendored_policy
from modules.vendored_charts.chart_facts import ChartNotVendoredError, chart_facts
from tests.conftest import ENVIRONMENTS, EXAMPLES
from tests.modules.controllers.platforms import cluster_facts
from tests.rehearsal.changing import Settings, edited

DNS, AUTOSCALER = CONTROLLERS["external-dns"], CONTROLLERS["cluster-autoscaler"]
CHART = f"{DNS.chart.name} {DNS.chart.version}"
DEV: Settings = yaml.safe_load((ENVIRONMENTS / "dev.yaml").read_text(encoding="utf-8"))
OWN = {"repository": "https://charts.example.com", "version": "1.0.0", "unchecked_because": "rendered elsewhere"}
READ = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}],
}
ARM = {"key": "kubernetes.io/arch", "operator": "In", "values": ["arm64"]}
ACCOUNT = {"create": True, "name": DNS.name}
FARGATE = {
    "dns": {
        "availability_zones": ["eu-central-1a"],
        "selectors": [{"namespace": "external-*"}],
    }
}
INGRESS = {
    "hostname": "argocd.example.com",
    "certificate_arn": "arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
    "inbound_cidrs": ["10.0.0.0/8"],
}

IN_FILES = [
    pytest.param(
        {"controllers.external-dns": {"values": {"loglevel": "debug"}}},
        f"controllers.external-dns.values.loglevel: debug: is not a value of chart {CHART}; did you mean logLevel?",
        id="values",
    ),
    pytest.param(
        {"controllers.external-dns": {"values": {"serviceAccount": {"name": "dns"}}}},
        "controllers.external-dns.values.serviceAccount: {name: dns}: is the platform's own, because a role trusts "
        "exactly that service account; leave it out",
        id="identity",
    ),
    pytest.param(
        {"controllers.cert-manager": {"values": {"webhook": {"serviceAccount": {"name": "cert-manager"}}}}},
        "controllers.cert-manager.values.webhook.serviceAccount.name: cert-manager: gives other pods the service "
        "account of cert-manager, and so its role; write another name",
        id="service account of other pods",
    ),
    pytest.param(
        {"controllers.victoria-metrics": {"remote_write": [{"url": "https://user:secret@metrics.example.com"}]}},
        'controllers.victoria-metrics.remote_write[0].url: "(not shown)": has a user or a password in it, and whoever '
        "reads the state of Terraform would see them; write the address without what stands before its @",
        id="a password in an address",
    ),
    pytest.param(
        {"controllers.external-dns": {"sources": []}},
        "controllers.external-dns.sources: []: must have 1 or more entries",
        id="nothing to do",
    ),
    pytest.param(
        {"controllers.external-dns": {"sources": ["ingress", "ingress"]}},
        "controllers.external-dns.sources[1]: ingress: stands in the list twice; leave one out",
        id="twice",
    ),
    pytest.param(
        {
            "controllers.external-dns": {"release": "gitops"},
            "charts": {
                "web": {
                    **OWN,
                    "namespace": "external-dns",
                    "values": {"serviceAccount": {"create": False, "name": "external-dns"}},
                }
            },
        },
        "charts.web.values.serviceAccount.name: external-dns: gives other pods the service account of external-dns, "
        "and so its role; write another name",
        id="service account of a controller for a chart",
    ),
    pytest.param(
        {
            "charts": {
                "backup": {**OWN, "policies": {"read": READ}},
                "web": {**OWN, "namespace": "backup", "values": {"jobs": [{"serviceAccountName": "backup"}]}},
            }
        },
        "charts.web.values.jobs[0].serviceAccountName: backup: gives other pods the service account of backup, and so "
        "its role; write another name",
        id="service account of one chart for another",
    ),
    pytest.param(
        {
            "charts": {
                "web": {
                    **OWN,
                    "values": {"namespaceOverride": "kube-system", "serviceAccounts": {"a": {"name": "aws-node"}}},
                }
            }
        },
        "charts.web.values.serviceAccounts.a.name: aws-node: gives other pods the service account of vpc-cni, and so "
        "its role; write another name",
        id="service account of an EKS add-on",
    ),
    pytest.param(
        {"controllers.argo-cd": {"ingress": {**INGRESS, "hostname": "smoke-service.dev.example.com"}}},
        "controllers.argo-cd.ingress.hostname: smoke-service.dev.example.com: is smoke_test.service_hostname too, and "
        "a name leads to one load balancer; write another name",
        id="a name of the smoke test",
    ),
    pytest.param(
        {
            "controllers.argo-cd": {"ingress": INGRESS},
            "controllers.victoria-metrics": {"grafana": {"admin_existing_secret": "grafana", "ingress": INGRESS}},
        },
        "controllers.victoria-metrics.grafana.ingress.hostname: argocd.example.com: is controllers.argo-cd.ingress."
        "hostname too, and a name leads to one load balancer; write another name",
        id="one name for two",
    ),
    pytest.param(
        {"controllers.external-dns": {"values": {"namespaceOverride": "dns"}}},
        "controllers.external-dns.values.namespaceOverride: dns: moves objects out of namespace external-dns, where "
        "roles and other objects look for them; leave it out",
        id="namespace",
    ),
    pytest.param(
        {"controllers.external-dns": {"values": {"domainFilters": ["example.com"]}}},
        "controllers.external-dns.values.domainFilters: [example.com]: is the platform's own: it follows from "
        "`hosted_zones`, as do objects that count on it; leave it out",
        id="what the platform knows",
    ),
    pytest.param(
        {"controllers.external-dns": {"values": {"env": []}}},
        "controllers.external-dns.values.env: []: takes the place of a list in which something follows from `region`; "
        "add [{name: AWS_REGION, value: eu-central-1}] to it",
        id="a list of the platform",
    ),
    pytest.param(
        {"controllers.cert-manager": {"identity": "irsa"}},
        "controllers.cert-manager.identity: irsa: is useless: cert-manager calls no AWS API with these options, so it "
        "has no role; leave it out",
        id="identity without a role",
    ),
    pytest.param(
        {"controllers.external-dns": {"values": {"image": {"tag": "v0.22.0"}}}},
        f"controllers.external-dns.values.image.tag: v0.22.0: is another version than {DNS.policies_for}, for which "
        "the policies of external-dns were read; raise chart and policies together, as "
        "docs/upgrading-controllers.md says, and leave this out",
        id="an image of another version",
    ),
    pytest.param(
        {
            "controllers.external-secrets": {
                "secret_name_prefixes": [f"{index:045}" for index in range(80)],
                "kms_key_arns": ["arn:aws:kms:eu-central-1:111122223333:key/0"],
            }
        },
        'controllers.external-secrets.secret_name_prefixes: ["000000000000000000000000000000000000000000000", '
        '"000000000000000000000000000000000000000000001"...: make policy secrets of external-secrets 8,892 '
        "characters long, more than the 6,144 that IAM takes; write fewer, or shorter ones",
        id="a policy that is too long by an option",
    ),
    pytest.param(
        {
            "hosted_zones": [
                {"name": "dev.example.com", "id": "Z0DEVEXAMPLE0000001"},
                *({"name": f"z{index:04}.dev.example.com", "id": f"Z{index:020}"} for index in range(199)),
            ]
        },
        "hosted_zones: [{name: dev.example.com, id: Z0DEVEXAMPLE0000001}, {name: z0000.dev.example.com, id: "
        "Z00000000000...: make policy route53 of external-dns 10,866 characters long, more than the 6,144 that "
        "IAM takes; write fewer, or shorter ones",
        id="a policy that is too long by the hosted zones",
    ),
    pytest.param(
        {
            "controllers.karpenter": {},
            "controllers.aws-load-balancer-controller": {
                "values": {
                    "affinity": {
                        "nodeAffinity": {
                            "requiredDuringSchedulingIgnoredDuringExecution": {
                                "nodeSelectorTerms": [{"matchExpressions": [ARM]}]
                            }
                        }
                    }
                }
            },
        },
        "controllers.aws-load-balancer-controller.values.affinity.nodeAffinity."
        "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: [{matchExpressions: [{key: "
        "kubernetes.io/arch, operator: In, values: [arm64]}]}]: takes the place of what keeps "
        "aws-load-balancer-controller off nodes that go before it; add [{key: karpenter.k8s.aws/ec2nodeclass, "
        "operator: DoesNotExist}] to matchExpressions of each of nodeSelectorTerms",
        id="nodes that may go",
    ),
    pytest.param(
        {"identity": "pod-identity", "cluster.fargate_profiles": FARGATE},
        "identity: pod-identity: gives controllers.external-dns no role on Fargate, where there is no EKS Pod "
        "Identity, and cluster.fargate_profiles selects pods of its namespace external-dns by external-*; select "
        "other namespaces, or write identity: irsa at controllers.external-dns",
        id="identity on Fargate",
    ),
    pytest.param(
        {"charts": {"a": {**OWN, "after": ["b"]}, "b": {**OWN, "after": ["a"]}}},
        "charts: [a, b]: wait for each other: a -> b -> a; take one of them out of an `after`",
        id="order",
    ),
    pytest.param(
        {"charts": {"a": {**OWN, "after": ["external-dnss"]}}},
        "charts.a.after[0]: external-dnss: is not installed in this environment; did you mean external-dns?",
        id="predecessor",
    ),
    pytest.param(
        {"controllers": {"argo-cd": {"ingress": INGRESS}}, "smoke_test": None},
        "controllers.argo-cd.ingress: {hostname: argocd.example.com, certificate_arn: "
        "arn:aws:acm:eu-central-1:111122223333:certificate...: needs aws-load-balancer-controller, which makes its "
        "load balancer; add that to controllers, or leave this out",
        id="a controller that another one needs",
    ),
    pytest.param(
        {
            "cluster.version": "1.33",
            "cluster.support_type": "EXTENDED",
            "cluster.node_groups.system.desired_size_owner": "autoscaler",
            "controllers.cluster-autoscaler": {},
        },
        f"controllers.cluster-autoscaler: {{}}: can't run on Kubernetes 1.33: chart version "
        f"{AUTOSCALER.chart.version} is for {AUTOSCALER.kubernetes} ({AUTOSCALER.kubernetes.source}); change the "
        "version of the cluster, or leave cluster-autoscaler out",
        id="compatibility",
    ),
    pytest.param(
        {"controllers.cluster-autoscaler": {}},
        "cluster.node_groups.system.desired_size_owner: terraform: sets the size of system back with each apply, while "
        "the Cluster Autoscaler sizes every managed group whose min_size and max_size differ; write "
        "desired_size_owner: autoscaler, or make the two sizes the same",
        id="a size with two owners",
    ),
    pytest.param(
        {"image_registry": "https://mirror.example.com"},
        "image_registry: https://mirror.example.com: is no registry; write its host, without https://, such as "
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
        id="images",
    ),
]
IN_CONTROLLERS = [
    pytest.param(
        DNS,
        {"serviceAccount": ACCOUNT, "domainFilter": []},
        f"domainFilter: []: is not a value of chart {CHART}; did you mean domainFilters?",
        id="values",
    ),
    pytest.param(
        DNS,
        {"serviceAccount": {**ACCOUNT, "name": "dns"}},
        "serviceAccount: must be `installation.service_account`, which is the one that the role trusts",
        id="identity",
    ),
    pytest.param(
        replace(DNS, policies_for="0.1.0"),
        {"serviceAccount": ACCOUNT},
        f"policies_for: 0.1.0: the chart installs {DNS.policies_for}; read what that version needs of AWS, vendor or "
        "change the policies, then say that version",
        id="policy",
    ),
]
ANSWERS = [str(case.values[-1]) for case in (*IN_FILES, *IN_CONTROLLERS)]
"""For the documentation, which shows them shortened."""


def answers(tmp_path: Path, settings: Settings) -> list[str]:
    """What is said of an environment file, without its name."""
    file = tmp_path / "dev.yaml"
    file.write_text(yaml.safe_dump(settings))
    with pytest.raises(InvalidInput) as refused:
        synthesize(load_environments(tmp_path, CONTROLLERS), outdir=tmp_path / "out", states=tmp_path / "state")
    return [line.removeprefix(f"{file}: ") for line in refused.value.lines]


@pytest.mark.parametrize(("edits", "line"), IN_FILES)
def test_a_mistake_in_an_environment_file_is_answered(tmp_path: Path, edits: Settings, line: str) -> None:
    assert answers(tmp_path, edited(DEV, edits)) == [line]


def test_images_that_no_node_could_get_are_answered(tmp_path: Path) -> None:
    private: Settings = yaml.safe_load((EXAMPLES / "private.yaml").read_text(encoding="utf-8"))

    assert answers(tmp_path, edited(private, {"image_registry": None})) == [
        (
            "image_registry: missing: write where nodes get the images of aws-load-balancer-controller, such as "
            "image_registry: 111122223333.dkr.ecr.eu-central-1.amazonaws.com; network.internet_gateway is none"
        )
    ]


@pytest.mark.parametrize(("controller", "values", "line"), IN_CONTROLLERS)
def test_a_mistake_in_a_controller_is_answered(controller: AnyController, values: Settings, line: str) -> None:
    with pytest.raises(MisfitError) as refused:
        refuse_misfit(controller, values, ACCOUNT)

    assert str(refused.value) == f"external-dns ({CHART}): {line}"


def test_a_version_of_which_nothing_is_known_is_answered() -> None:
    later = replace(DNS, chart=replace(DNS.chart, version="99.0.0"))
    with pytest.raises(ChartNotVendoredError) as no_facts:
        refuse_misfit(later, {}, ACCOUNT)
    assert str(no_facts.value) == (
        "modules/vendored_charts/data has no external-dns-99.0.0.json: a chart and what is known of it move together; "
        "get chart external-dns 99.0.0 and run `make vendor-chart CHART=path FROM=origin`"
    )

    with pytest.raises(
        PolicyNotVendoredError, match=r"^modules/policies has no karpenter-interruption-99\.0\.0\.json: "
    ):
        vendored_policy("karpenter-interruption-99.0.0.json", partition="aws")


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (("external-dns",), "each waits for the one before it: external-dns -> external-dns"),
        (("load-balancers",), "external-dns comes after load-balancers, which is no controller"),
    ],
    ids=["cycle", "predecessor"],
)
def test_an_order_that_can_not_be_is_answered(after: tuple[str, ...], line: str) -> None:
    with pytest.raises(OrderError) as refused:
        installation_order(["external-dns"], {"external-dns": replace(DNS, after=after)})

    assert str(refused.value) == line


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (
            replace(DNS, values=lambda it: {**DNS.values(it), "domainFilter": []}),
            f"external-dns ({CHART}): domainFilter: []: is not a value of chart {CHART}; did you mean domainFilters?",
        ),
        (replace(DNS, after=("nobody",)), "external-dns comes after nobody, which is no controller"),
        (
            replace(DNS, chart=replace(DNS.chart, version="99.0.0")),
            "modules/vendored_charts/data has no external-dns-99.0.0.json: ",
        ),
        (
            replace(DNS, policies=lambda _options, _cluster: {"route53": vendored_policy("a.json", partition="aws")}),
            "modules/policies has no a.json: ",
        ),
    ],
    ids=["values", "order", "chart", "policy"],
)
def test_a_mistake_in_a_controller_ends_the_program_with_one_line(
    wrong: AnyController,
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(CONTROLLERS, wrong.name, wrong)
    (tmp_path / "dev.yaml").write_text(yaml.safe_dump(DEV))

    status = main(["--environments", str(tmp_path), "--outdir", str(tmp_path / "out")])

    (said,) = capsys.readouterr().err.splitlines()
    assert (status, said[: len(line)]) == (1, line)


def test_a_chart_that_asks_for_another_kubernetes_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A controller of ours, and a chart of the user's own."""
    facts = replace(chart_facts(DNS.chart.name, DNS.chart.version), kube_version=">=1.36.0-0")
    for module in (checks, user_chart_values):
        monkeypatch.setattr(module, "chart_facts", lambda *_: facts)
    platform = cluster_facts().platform
    chart = UserChart(repository=facts.repository, version="1.0.0")

    remedy = (
        "can't run on Kubernetes 1.35: its chart asks for >=1.36.0-0, and Helm refuses all else (EKS's own versions "
        "need a constraint that ends with -0); change the version of the chart, or of the cluster"
    )
    assert [it.remedy for it in DNS.problems(DNS.options(), platform)] == [f"{remedy}, or leave external-dns out"]
    assert user_charts.user_chart_lines(Path("dev.yaml"), {"web": chart}, platform) == [
        f"dev.yaml: charts.web.version: 1.0.0: {remedy}"
    ]


def test_a_chart_of_the_users_own_gets_no_pod_identity_on_fargate() -> None:
    platform = replace(cluster_facts().platform, fargate_namespaces=("web",), identity=Identity.POD_IDENTITY)
    chart = UserChart.model_validate({**OWN, "policies": {"read": READ}})
    ours = chart.model_copy(update={"identity": Identity.POD_IDENTITY})

    remedy = (
        "pod-identity: gives charts.web no role on Fargate, where there is no EKS Pod Identity, and "
        "cluster.fargate_profiles selects pods of its namespace web by web; "
        "select other namespaces, or write identity: irsa at charts.web"
    )
    assert user_charts.user_chart_lines(Path("dev.yaml"), {"web": chart}, platform) == [
        f"dev.yaml: charts.web: {remedy}"
    ]
    assert user_charts.user_chart_lines(Path("dev.yaml"), {"web": ours}, platform) == [
        f"dev.yaml: charts.web.identity: {remedy}"
    ]
