"""Grafana beside VictoriaMetrics: who administers it, and who may reach it."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from config.platform import Platform
from config.rules.model import Model
from config.rules.problem import Problem
from modules.controllers.alb_ingress import AlbIngress, ingress_annotations, ingress_problems
from modules.controllers.controller import Values
from modules.controllers.object_name import ObjectName
from modules.controllers.pods import requests


class Grafana(Model):
    """Grafana with the metrics as its data source."""

    admin_existing_secret: Annotated[ObjectName, Field(examples=["grafana-admin"])]
    """Secret in the namespace `monitoring`, made by somebody else, with the keys `admin-user` and `admin-password`."""
    ingress: AlbIngress | None = None
    """A way in from outside of the cluster; none when left out."""


def grafana_problems(grafana: Grafana | None, platform: Platform) -> Iterator[Problem]:
    """What is wrong with a way in to Grafana; paths start below the controller's key."""
    if grafana is not None and grafana.ingress is not None:
        for problem in ingress_problems(grafana.ingress, platform, leads_to="Grafana's login"):
            yield Problem(("grafana", "ingress", *problem.path), problem.value, problem.remedy)


def grafana_values(grafana: Grafana | None, platform: Platform) -> Values:
    """Values of the chart grafana inside."""
    if grafana is None:
        return {"enabled": False}
    ingress = grafana.ingress
    return {
        "enabled": True,
        "admin": {
            "existingSecret": grafana.admin_existing_secret,
            "userKey": "admin-user",
            "passwordKey": "admin-password",
        },
        "resources": requests("100m", "128Mi"),
        # Else it reports to its makers, and installs the newest versions of plugins when it starts.
        "grafana.ini": {
            "analytics": {"check_for_plugin_updates": False, "check_for_updates": False, "reporting_enabled": False},
            "plugins": {"preinstall_disabled": True},
            **({} if ingress is None else {"server": {"root_url": f"https://{ingress.hostname}"}}),
        },
        **({} if ingress is None else {"ingress": _ingress(ingress, platform)}),
    }


def _ingress(ingress: AlbIngress, platform: Platform) -> Values:
    return {
        "enabled": True,
        "ingressClassName": "alb",
        "hosts": [ingress.hostname],
        "annotations": ingress_annotations(ingress, platform, healthcheck_path="/api/health"),
    }
