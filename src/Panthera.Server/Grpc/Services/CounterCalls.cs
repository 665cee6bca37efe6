using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Mapping;
using Panthera.Storage;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>The calls about counters of relationships.</summary>
internal static class CounterCalls
{
    internal static async ValueTask<Wire.ExperimentalRegisterRelationshipCounterResponse> RegisterAsync(PermissionCall call, Wire.ExperimentalRegisterRelationshipCounterRequest request)
    {
        var filter = request.RelationshipFilter.ToRequiredFilter();
        var outcome = await call.Tenant.Permissions.RegisterCounterAsync(request.Name, filter, call.Cancelled, call.Actor).ConfigureAwait(false);
        return outcome.IsAccepted ? new() : throw WireErrors.Of(outcome.Refusal);
    }

    /// <summary>Counts at the newest moment: the request has no say in how fresh it is.</summary>
    internal static async ValueTask<Wire.ExperimentalCountRelationshipsResponse> CountAsync(PermissionCall call, Wire.ExperimentalCountRelationshipsRequest request)
    {
        var outcome = await call.Tenant.Permissions.CountRelationshipsAsync(Consistency.FullyConsistent, request.Name, call.Cancelled).ConfigureAwait(false);
        return outcome.IsAccepted
            ? new() { ReadCounterValue = new() { RelationshipCount = (ulong)outcome.Value.Count, ReadAt = outcome.Value.ReadAt.ToWire() } }
            : throw WireErrors.Of(outcome.Refusal);
    }

    internal static async ValueTask<Wire.ExperimentalUnregisterRelationshipCounterResponse> UnregisterAsync(PermissionCall call, Wire.ExperimentalUnregisterRelationshipCounterRequest request)
    {
        var outcome = await call.Tenant.Permissions.UnregisterCounterAsync(request.Name, call.Cancelled, call.Actor).ConfigureAwait(false);
        return outcome.IsAccepted ? new() : throw WireErrors.Of(outcome.Refusal);
    }
}
