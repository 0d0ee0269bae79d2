"""The controllers that an environment may name: one file each, and one line here."""

from modules.controllers.argo_cd import ARGO_CD as ARGO_CD
from modules.controllers.aws_load_balancer_controller import (
    AWS_LOAD_BALANCER_CONTROLLER as AWS_LOAD_BALANCER_CONTROLLER,
)
from modules.controllers.cert_manager import CERT_MANAGER as CERT_MANAGER
from modules.controllers.cluster_autoscaler import CLUSTER_AUTOSCALER as CLUSTER_AUTOSCALER
from modules.controllers.controller import AnyController, Controller
from modules.controllers.external_dns import EXTERNAL_DNS as EXTERNAL_DNS
from modules.controllers.external_secrets import EXTERNAL_SECRETS as EXTERNAL_SECRETS
from modules.controllers.karpenter import KARPENTER as KARPENTER
from modules.controllers.metrics_server import METRICS_SERVER as METRICS_SERVER
from modules.controllers.victoria_metrics import VICTORIA_METRICS as VICTORIA_METRICS

CONTROLLERS: dict[str, AnyController] = {it.name: it for it in list(vars().values()) if isinstance(it, Controller)}
"""Controller name to controller, of all that are imported above."""
