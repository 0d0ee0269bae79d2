"""The gRPC face of one provider: each method of Terraform's plugin protocol 6, in terms of `Operations`.

Source: https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin6.proto.
"""

import json
from collections.abc import Mapping

import grpc
from tfplugin_proto import tfplugin6_5_pb2 as wire

from rehearsal.engine import messages
from rehearsal.engine.codec import NotAnObjectError, decode_state
from rehearsal.engine.operations import Operations
from rehearsal.engine.provider import Provider, ProviderInstance
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State


class ProviderService:
    """Serves one provider.

    Terraform opens a connection for each `provider` block of each run, so the connection tells which configuration a
    request is meant for: aliases and simultaneous runs do not mix.
    """

    def __init__(self, provider: Provider, operations: Operations) -> None:
        self._provider = provider
        self._operations = operations
        self._schema = messages.provider_schema(provider.schema)
        self._instances: dict[str, ProviderInstance] = {}

    def get_metadata(
        self, _request: wire.GetMetadata.Request, _context: grpc.ServicerContext
    ) -> wire.GetMetadata.Response:
        """Which types there are."""
        schema = self._provider.schema
        return wire.GetMetadata.Response(
            server_capabilities=messages.CAPABILITIES,
            resources=[wire.GetMetadata.ResourceMetadata(type_name=name) for name in schema.resources],
            data_sources=[wire.GetMetadata.DataSourceMetadata(type_name=name) for name in schema.data_sources],
        )

    def get_provider_schema(
        self, _request: wire.GetProviderSchema.Request, _context: grpc.ServicerContext
    ) -> wire.GetProviderSchema.Response:
        """The schema of every type."""
        return self._schema

    def get_functions(
        self, _request: wire.GetFunctions.Request, _context: grpc.ServicerContext
    ) -> wire.GetFunctions.Response:
        """Provider-defined functions: none."""
        return wire.GetFunctions.Response()

    def validate_provider_config(
        self, _request: wire.ValidateProviderConfig.Request, _context: grpc.ServicerContext
    ) -> wire.ValidateProviderConfig.Response:
        """Terraform has checked the configuration against the schema; there is nothing to add."""
        return wire.ValidateProviderConfig.Response()

    def validate_resource_config(
        self, request: wire.ValidateResourceConfig.Request, _context: grpc.ServicerContext
    ) -> wire.ValidateResourceConfig.Response:
        """Terraform has checked the configuration against the schema; the provider checks the values."""
        refusals = self._operations.validate(request.type_name, _state(request.config))
        return wire.ValidateResourceConfig.Response(diagnostics=[messages.diagnostic(refusal) for refusal in refusals])

    def validate_data_resource_config(
        self, _request: wire.ValidateDataResourceConfig.Request, _context: grpc.ServicerContext
    ) -> wire.ValidateDataResourceConfig.Response:
        """Terraform has checked the configuration against the schema; there is nothing to add."""
        return wire.ValidateDataResourceConfig.Response()

    def configure_provider(
        self, request: wire.ConfigureProvider.Request, context: grpc.ServicerContext
    ) -> wire.ConfigureProvider.Response:
        """Set up the connection for a `provider` block."""
        try:
            self._instances[context.peer()] = self._provider.configure(_state(request.config))
        except RefusedError as refusal:
            return wire.ConfigureProvider.Response(diagnostics=[messages.diagnostic(refusal)])
        return wire.ConfigureProvider.Response()

    def stop_provider(
        self, _request: wire.StopProvider.Request, _context: grpc.ServicerContext
    ) -> wire.StopProvider.Response:
        """Terraform was interrupted. Nothing here takes long enough to be cut short."""
        return wire.StopProvider.Response()

    def upgrade_resource_state(
        self, request: wire.UpgradeResourceState.Request, _context: grpc.ServicerContext
    ) -> wire.UpgradeResourceState.Response:
        """A stored state in today's shape."""
        upgraded = self._operations.upgraded(request.type_name, json.loads(request.raw_state.json))
        return wire.UpgradeResourceState.Response(upgraded_state=messages.dynamic_value(upgraded))

    def read_resource(
        self, request: wire.ReadResource.Request, context: grpc.ServicerContext
    ) -> wire.ReadResource.Response:
        """The object as the inventory has it."""
        try:
            found = self._operations.read(self._instance(context), request.type_name, _state(request.current_state))
        except RefusedError as refusal:
            return wire.ReadResource.Response(
                new_state=request.current_state, diagnostics=[messages.diagnostic(refusal)]
            )
        return wire.ReadResource.Response(new_state=messages.dynamic_value(found))

    def plan_resource_change(
        self, request: wire.PlanResourceChange.Request, context: grpc.ServicerContext
    ) -> wire.PlanResourceChange.Response:
        """What the change will do."""
        try:
            planned = self._operations.plan(
                self._instance(context),
                request.type_name,
                prior=_optional_state(request.prior_state),
                config=_state(request.config),
                proposed=_state(request.proposed_new_state),
            )
        except RefusedError as refusal:
            return wire.PlanResourceChange.Response(diagnostics=[messages.diagnostic(refusal)])
        return wire.PlanResourceChange.Response(
            planned_state=messages.dynamic_value(planned.state),
            requires_replace=[messages.attribute_path(path) for path in planned.replaced_by],
        )

    def apply_resource_change(
        self, request: wire.ApplyResourceChange.Request, context: grpc.ServicerContext
    ) -> wire.ApplyResourceChange.Response:
        """Carry the change out. Where that is refused, Terraform is told what the object is like now."""
        prior = _optional_state(request.prior_state)
        planned = _optional_state(request.planned_state)
        try:
            result = self._apply(self._instance(context), request.type_name, prior, planned)
        except RefusedError as refusal:
            left = refusal.left_behind
            return wire.ApplyResourceChange.Response(
                new_state=request.prior_state if left is None else messages.dynamic_value(left),
                diagnostics=[messages.diagnostic(refusal)],
            )
        return wire.ApplyResourceChange.Response(new_state=messages.dynamic_value(result))

    def import_resource_state(
        self, request: wire.ImportResourceState.Request, _context: grpc.ServicerContext
    ) -> wire.ImportResourceState.Response:
        """What to read for an id that someone wants to import."""
        try:
            imported = self._operations.imported(request.type_name, request.id)
        except RefusedError as refusal:
            return wire.ImportResourceState.Response(diagnostics=[messages.diagnostic(refusal)])
        resource = wire.ImportResourceState.ImportedResource(
            type_name=request.type_name, state=messages.dynamic_value(imported)
        )
        return wire.ImportResourceState.Response(imported_resources=[resource])

    def read_data_source(
        self, request: wire.ReadDataSource.Request, context: grpc.ServicerContext
    ) -> wire.ReadDataSource.Response:
        """What the data source answers."""
        try:
            state = self._operations.read_data(self._instance(context), request.type_name, _state(request.config))
        except RefusedError as refusal:
            return wire.ReadDataSource.Response(diagnostics=[messages.diagnostic(refusal)])
        return wire.ReadDataSource.Response(state=messages.dynamic_value(state))

    def _apply(
        self, instance: ProviderInstance, type_name: str, prior: State | None, planned: State | None
    ) -> State | None:
        if planned is None:
            if prior is not None:
                self._operations.delete(instance, type_name, prior)
            return None
        if prior is None:
            return self._operations.create(instance, type_name, planned)
        return self._operations.update(instance, type_name, prior=prior, planned=planned)

    def _instance(self, context: grpc.ServicerContext) -> ProviderInstance:
        return self._instances[context.peer()]


def _optional_state(value: wire.DynamicValue) -> State | None:
    return decode_state(value.msgpack)


def _state(value: wire.DynamicValue) -> State:
    state = decode_state(value.msgpack)
    if not isinstance(state, Mapping):
        raise NotAnObjectError("null")
    return state
