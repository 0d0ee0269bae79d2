"""The controllers that an environment may name: one file each, and one line here."""

from modules.controllers.aws_load_balancer_controller import AWS_LOAD_BALANCER_CONTROLLER
from modules.controllers.controller import AnyController
from modules.controllers.external_dns import EXTERNAL_DNS

_ALL: tuple[AnyController, ...] = (
    AWS_LOAD_BALANCER_CONTROLLER,
    EXTERNAL_DNS,
)

CONTROLLERS: dict[str, AnyController] = {controller.name: controller for controller in _ALL}
"""Controller name to controller."""
