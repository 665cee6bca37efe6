using Panthera.Files;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Mapping;
using Panthera.Storage;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>The calls about the schema.</summary>
internal static class SchemaCalls
{
    /// <summary>Reads the newest schema: the request has no say in how fresh it is.</summary>
    internal static async ValueTask<Wire.ReadSchemaResponse> ReadAsync(PermissionCall call, Wire.ReadSchemaRequest request)
    {
        var outcome = await call.Tenant.Permissions.ReadSchemaAsync(Consistency.FullyConsistent, call.Cancelled).ConfigureAwait(false);
        return outcome.IsAccepted
            ? new() { SchemaText = outcome.Value.Schema.Text, ReadAt = outcome.Value.ReadAt.ToWire() }
            : throw WireErrors.Of(outcome.Refusal);
    }

    internal static async ValueTask<Wire.WriteSchemaResponse> WriteAsync(PermissionCall call, Wire.WriteSchemaRequest request)
    {
        var outcome = await call.Tenant.Permissions.WriteSchemaAsync(request.Schema, call.Cancelled, call.Actor).ConfigureAwait(false);
        return outcome.IsAccepted ? new() { WrittenAt = outcome.Value.ToWire() } : throw WireErrors.Of(outcome.Refusal);
    }

    internal static async ValueTask<Wire.ReflectSchemaResponse> ReflectAsync(PermissionCall call, Wire.ReflectSchemaRequest request)
    {
        var filters = request.OptionalFilters.Select(Reflections.ToFilter).ToArray();
        var part = await ReadPartAsync(call.Tenant.Permissions.ReflectSchemaAsync(request.Consistency.ToConsistency(), filters, call.Cancelled)).ConfigureAwait(false);
        var response = new Wire.ReflectSchemaResponse { ReadAt = part.ReadAt.ToWire() };
        response.Definitions.Add(part.Value.Definitions.Select(Reflections.ToWire));
        response.Caveats.Add(part.Value.Caveats.Select(Reflections.ToWire));
        return response;
    }

    internal static async ValueTask<Wire.DiffSchemaResponse> DiffAsync(PermissionCall call, Wire.DiffSchemaRequest request)
    {
        var part = await ReadPartAsync(call.Tenant.Permissions.DiffSchemaAsync(request.Consistency.ToConsistency(), request.ComparisonSchema, call.Cancelled)).ConfigureAwait(false);
        var response = new Wire.DiffSchemaResponse { ReadAt = part.ReadAt.ToWire() };
        response.Diffs.Add(part.Value.Select(SchemaChanges.ToWire));
        return response;
    }

    internal static async ValueTask<Wire.ComputablePermissionsResponse> ComputableAsync(PermissionCall call, Wire.ComputablePermissionsRequest request)
    {
        var found = call.Tenant.Permissions.ComputablePermissionsAsync(
            request.Consistency.ToConsistency(), request.DefinitionName, request.RelationName, request.OptionalDefinitionNameFilter, call.Cancelled);
        var part = await ReadPartAsync(found).ConfigureAwait(false);
        var response = new Wire.ComputablePermissionsResponse { ReadAt = part.ReadAt.ToWire() };
        response.Permissions.Add(part.Value.Select(Reflections.ToWire));
        return response;
    }

    internal static async ValueTask<Wire.DependentRelationsResponse> DependentAsync(PermissionCall call, Wire.DependentRelationsRequest request)
    {
        var found = call.Tenant.Permissions.DependentRelationsAsync(request.Consistency.ToConsistency(), request.DefinitionName, request.PermissionName, call.Cancelled);
        var part = await ReadPartAsync(found).ConfigureAwait(false);
        var response = new Wire.DependentRelationsResponse { ReadAt = part.ReadAt.ToWire() };
        response.Relations.Add(part.Value.Select(Reflections.ToWire));
        return response;
    }

    private static async ValueTask<SchemaPart<T>> ReadPartAsync<T>(ValueTask<Outcome<SchemaPart<T>>> reading)
    {
        var outcome = await reading.ConfigureAwait(false);
        return outcome.IsAccepted ? outcome.Value : throw WireErrors.Of(outcome.Refusal);
    }
}
