using System.Runtime.CompilerServices;
using Google.Protobuf.Collections;
using Grpc.Core;
using Panthera.Permissions;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Mapping;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>Import and export of any number of relationships, under their names of today and the older ones.</summary>
internal static class BulkCalls
{
    // Clients take messages of 4 MiB unless they are told otherwise: a response is sent before it could grow beyond that. The store's
    // pages are a part of a response, so that one of them with the largest contexts still fits.
    private const int ResponseBytes = 1 << 20;
    private const int StorePage = 100;

    internal static async ValueTask<Wire.ImportBulkRelationshipsResponse> ImportAsync(PermissionCall call, IAsyncStreamReader<Wire.ImportBulkRelationshipsRequest> requests) =>
        new() { NumLoaded = await ImportAsync(call, requests, static request => request.Relationships).ConfigureAwait(false) };

    internal static async ValueTask<Wire.BulkImportRelationshipsResponse> BulkImportAsync(PermissionCall call, IAsyncStreamReader<Wire.BulkImportRelationshipsRequest> requests) =>
        new() { NumLoaded = await ImportAsync(call, requests, static request => request.Relationships).ConfigureAwait(false) };

    internal static Task ExportAsync(PermissionCall call, Wire.ExportBulkRelationshipsRequest request, IAsyncStreamWriter<Wire.ExportBulkRelationshipsResponse> results) =>
        ExportAsync(call, request.Consistency, request.OptionalRelationshipFilter, request.OptionalLimit, request.OptionalCursor, (relationships, cursor) =>
        {
            var response = new Wire.ExportBulkRelationshipsResponse { AfterResultCursor = cursor.ToCursor() };
            response.Relationships.Add(relationships);
            return results.WriteAsync(response, call.Cancelled);
        });

    internal static Task BulkExportAsync(PermissionCall call, Wire.BulkExportRelationshipsRequest request, IAsyncStreamWriter<Wire.BulkExportRelationshipsResponse> results) =>
        ExportAsync(call, request.Consistency, request.OptionalRelationshipFilter, request.OptionalLimit, request.OptionalCursor, (relationships, cursor) =>
        {
            var response = new Wire.BulkExportRelationshipsResponse { AfterResultCursor = cursor.ToCursor() };
            response.Relationships.Add(relationships);
            return results.WriteAsync(response, call.Cancelled);
        });

    private static async ValueTask<ulong> ImportAsync<T>(PermissionCall call, IAsyncStreamReader<T> requests, Func<T, RepeatedField<Wire.Relationship>> of)
    {
        var outcome = await call.Tenant.Permissions.ImportBulkAsync(ReadAsync(call, requests, of, call.Cancelled), call.Cancelled, call.Actor).ConfigureAwait(false);
        return outcome.IsAccepted ? (ulong)outcome.Value.Count : throw WireErrors.Of(outcome.Refusal);
    }

    private static async IAsyncEnumerable<Relationship> ReadAsync<T>(
        PermissionCall call, IAsyncStreamReader<T> requests, Func<T, RepeatedField<Wire.Relationship>> of, [EnumeratorCancellation] CancellationToken cancelled)
    {
        while (await requests.MoveNext(cancelled).ConfigureAwait(false))
        {
            foreach (var relationship in of(requests.Current)) yield return relationship.ToRelationship();
        }

        // The client may have taken its time: what a revoked key began is not committed.
        call.RecheckForWrite();
    }

    private static async Task ExportAsync(
        PermissionCall call, Wire.Consistency? consistency, Wire.RelationshipFilter? filter, uint limit, Wire.Cursor? cursor, Func<List<Wire.Relationship>, string, Task> sendAsync)
    {
        var store = call.Tenant.Permissions;
        var most = limit == 0 ? store.Options.MaxExportPage : limit.ToLimit();
        // What is above the largest page is for the store to refuse.
        var storePage = most > store.Options.MaxExportPage ? most : Math.Min(most, StorePage);
        var outcome = await store.ExportBulkAsync(consistency.ToConsistency(), filter?.ToFilter(), storePage, cursor?.Token, call.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted) throw WireErrors.Of(outcome.Refusal);
        List<Wire.Relationship> response = [];
        var (bytes, end) = (0, "");
        foreach (var page in outcome.Value.Pages)
        {
            // No response has more than was asked for: a page that would not fit begins the next.
            if (response.Count > 0 && (response.Count + page.Relationships.Count > most || bytes > ResponseBytes))
            {
                await sendAsync(response, end).ConfigureAwait(false);
                (response, bytes) = ([], 0);
            }

            foreach (var relationship in page.Relationships)
            {
                response.Add(relationship.ToWire());
                bytes += response[^1].CalculateSize();
            }

            end = page.Cursor;
        }

        if (response.Count > 0) await sendAsync(response, end).ConfigureAwait(false);
    }
}
