using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Mapping;
using DeletionProgress = Panthera.Protocol.V1.DeleteRelationshipsResponse.Types.DeletionProgress;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>The calls that read and change relationships.</summary>
internal static class RelationshipCalls
{
    internal static async Task ReadAsync(PermissionCall call, Wire.ReadRelationshipsRequest request, IAsyncStreamWriter<Wire.ReadRelationshipsResponse> results)
    {
        var filter = request.RelationshipFilter.ToRequiredFilter();
        var outcome = await call.Tenant.Permissions
            .ReadRelationshipsAsync(request.Consistency.ToConsistency(), filter, request.OptionalLimit.ToLimit(), request.OptionalCursor?.Token, call.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted) throw WireErrors.Of(outcome.Refusal);
        var readAt = outcome.Value.ReadAt.ToWire();
        foreach (var found in outcome.Value.Relationships)
        {
            var result = new Wire.ReadRelationshipsResponse { ReadAt = readAt, Relationship = found.Relationship.ToWire(), AfterResultCursor = found.Cursor.ToCursor() };
            await results.WriteAsync(result, call.Cancelled).ConfigureAwait(false);
        }
    }

    internal static async ValueTask<Wire.WriteRelationshipsResponse> WriteAsync(PermissionCall call, Wire.WriteRelationshipsRequest request)
    {
        var metadata = Metadata(request.OptionalTransactionMetadata);
        var outcome = await call.Tenant.Permissions
            .WriteRelationshipsAsync(request.Updates.ToUpdates(), request.OptionalPreconditions.ToPreconditions(), metadata, call.Cancelled, call.Actor).ConfigureAwait(false);
        return outcome.IsAccepted ? new() { WrittenAt = outcome.Value.ToWire() } : throw WireErrors.Of(outcome.Refusal);
    }

    internal static async ValueTask<Wire.DeleteRelationshipsResponse> DeleteAsync(PermissionCall call, Wire.DeleteRelationshipsRequest request)
    {
        var filter = request.RelationshipFilter.ToRequiredFilter();
        var outcome = await call.Tenant.Permissions.DeleteRelationshipsAsync(
            filter,
            request.OptionalPreconditions.ToPreconditions(),
            request.OptionalLimit.ToLimit(),
            request.OptionalAllowPartialDeletions,
            Metadata(request.OptionalTransactionMetadata),
            call.Cancelled,
            call.Actor).ConfigureAwait(false);
        if (!outcome.IsAccepted) throw WireErrors.Of(outcome.Refusal);
        return new()
        {
            DeletedAt = outcome.Value.DeletedAt.ToWire(),
            DeletionProgress = outcome.Value.IsComplete ? DeletionProgress.Complete : DeletionProgress.Partial,
            RelationshipsDeletedCount = (ulong)outcome.Value.Count,
        };
    }

    /// <summary>What the writer says of a transaction, as the JSON text that the commit keeps; null for nothing.</summary>
    private static string? Metadata(Struct? wire) => wire is { Fields.Count: > 0 } ? wire.ToContext("optional_transaction_metadata").ToString() : null;
}
