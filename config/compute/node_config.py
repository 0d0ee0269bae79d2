"""NodeConfig, the user data of Amazon Linux 2023, which nodeadm reads.

Source: https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api.
"""

from collections.abc import Iterator, Mapping

import yaml

from config.rules.problem import Problem

_API_VERSION, _KIND = "node.eks.aws/v1alpha1", "NodeConfig"
_SPEC = ("containerd", "featureGates", "instance", "kubelet")
_FLAGS = {"--max-pods": "max_pods", "--node-labels": "labels", "--register-with-taints": "taints"}
_BOUNDARY = "//"


def node_config_problems(text: str) -> Iterator[Problem]:
    """What nodeadm would not take, or what is not for the file to say."""
    remedy = next(_remedies(text), None)
    if remedy is not None:
        yield Problem((), text, remedy)


def multi_part(text: str | None, max_pods: int | None) -> str:
    """NodeConfig documents as EKS merges them; nodeadm lets a later one win."""
    documents = [] if text is None else [text.strip("\n")]
    if max_pods is not None:
        head = f"apiVersion: {_API_VERSION}\nkind: {_KIND}"
        documents.append(f"{head}\nspec:\n  kubelet:\n    config:\n      maxPods: {max_pods}")
    parts = [f"--{_BOUNDARY}\nContent-Type: application/node.eks.aws\n\n{document}\n" for document in documents]
    head = f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{_BOUNDARY}"\n'
    return "\n".join([head, *parts, f"--{_BOUNDARY}--\n"])


def _remedies(text: str) -> Iterator[str]:
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        yield f"is no YAML ({' '.join(str(error).split())})"
        return
    content = _section(document)
    if content.get("apiVersion") != _API_VERSION or content.get("kind") != _KIND:
        yield f"is no NodeConfig; write a YAML document with apiVersion: {_API_VERSION} and kind: {_KIND}"
    spec = _section(content.get("spec"))
    if "cluster" in spec:
        yield "has spec.cluster, which EKS writes; leave it out"
    unknown = [key for key in spec if key not in _SPEC]
    if unknown or not spec:
        yield f"has {'no spec' if not spec else f'spec.{unknown[0]}'}; write one of {', '.join(_SPEC)} below spec"
    kubelet = _section(spec.get("kubelet"))
    if "maxPods" in _section(kubelet.get("config")):
        yield "has maxPods; write max_pods of the node group instead"
    flags = kubelet.get("flags")
    for flag in flags if isinstance(flags, list) else []:
        name = str(flag).partition("=")[0]
        if name in _FLAGS:
            yield f"has the flag {name}; write {_FLAGS[name]} of the node group instead"


def _section(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
