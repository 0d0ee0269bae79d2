"""Simulated providers on the loopback interface, for Terraform to attach to."""

import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import grpc
from google.protobuf.message import Message
from tfplugin_proto import tfplugin6_5_pb2 as wire

from rehearsal.engine.calls import CallLog
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.provider import Provider
from rehearsal.engine.service import ProviderService

Request = TypeVar("Request", bound=Message)

_THREADS = 16
"""More than Terraform's own limit of ten operations at once, so that a call that is held up holds up no other."""


class ProviderServers:
    """One gRPC server per provider, all in threads of this process, without TLS, each on a port of its own."""

    def __init__(self, providers: Iterable[Provider], inventory: Inventory, calls: CallLog) -> None:
        self._attachments: dict[str, dict[str, object]] = {}
        self._servers: list[grpc.Server] = []
        for provider in providers:
            server = grpc.server(ThreadPoolExecutor(_THREADS), options=[("grpc.so_reuseport", 0)])
            service = ProviderService(provider, Operations(provider, inventory, calls))
            server.add_generic_rpc_handlers(
                [grpc.method_handlers_generic_handler("tfplugin6.Provider", _handlers(service))]
            )
            port = server.add_insecure_port("127.0.0.1:0")
            self._servers.append(server)
            self._attachments[provider.address] = {
                "Protocol": "grpc",
                "ProtocolVersion": 6,
                "Pid": os.getpid(),
                "Test": True,
                "Addr": {"Network": "tcp", "String": f"127.0.0.1:{port}"},
            }

    @property
    def reattach(self) -> str:
        """The value of TF_REATTACH_PROVIDERS that leads Terraform here.

        Source: https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode.
        """
        return json.dumps(self._attachments)

    def start(self) -> None:
        """Serve from now on."""
        for server in self._servers:
            server.start()

    def stop(self) -> None:
        """Serve no longer; requests under way are cut off."""
        for stopped in [server.stop(grace=None) for server in self._servers]:
            stopped.wait()


def _handlers(service: ProviderService) -> dict[str, "grpc.RpcMethodHandler[Message, Message]"]:
    return {
        "GetMetadata": _handler(service.get_metadata, wire.GetMetadata.Request),
        "GetProviderSchema": _handler(service.get_provider_schema, wire.GetProviderSchema.Request),
        "GetFunctions": _handler(service.get_functions, wire.GetFunctions.Request),
        "ValidateProviderConfig": _handler(service.validate_provider_config, wire.ValidateProviderConfig.Request),
        "ValidateResourceConfig": _handler(service.validate_resource_config, wire.ValidateResourceConfig.Request),
        "ValidateDataResourceConfig": _handler(
            service.validate_data_resource_config, wire.ValidateDataResourceConfig.Request
        ),
        "ConfigureProvider": _handler(service.configure_provider, wire.ConfigureProvider.Request),
        "StopProvider": _handler(service.stop_provider, wire.StopProvider.Request),
        "UpgradeResourceState": _handler(service.upgrade_resource_state, wire.UpgradeResourceState.Request),
        "ReadResource": _handler(service.read_resource, wire.ReadResource.Request),
        "PlanResourceChange": _handler(service.plan_resource_change, wire.PlanResourceChange.Request),
        "ApplyResourceChange": _handler(service.apply_resource_change, wire.ApplyResourceChange.Request),
        "ImportResourceState": _handler(service.import_resource_state, wire.ImportResourceState.Request),
        "ReadDataSource": _handler(service.read_data_source, wire.ReadDataSource.Request),
    }


def _handler(
    serve: Callable[[Request, grpc.ServicerContext], Message], request: type[Request]
) -> "grpc.RpcMethodHandler[Message, Message]":
    return grpc.unary_unary_rpc_method_handler(
        serve, request_deserializer=request.FromString, response_serializer=lambda answer: answer.SerializeToString()
    )
