using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Panthera.Files;
using Panthera.Permissions.Graph;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Mapping;
using Panthera.Storage;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>The calls that decide.</summary>
internal static class CheckCalls
{
    // A trace names the whole schema: without a bound ten thousand of them would be any number of gigabytes.
    private const long MaxTraceBytes = 8 << 20;

    internal static async ValueTask<Wire.CheckPermissionResponse> CheckAsync(PermissionCall call, Wire.CheckPermissionRequest request)
    {
        var store = call.Tenant.Permissions;
        var question = Question(store, request.Resource, request.Permission, request.Subject, request.Context);
        if (request.WithTracing) return await TraceAsync(call, request, question).ConfigureAwait(false);
        var outcome = await store.CheckAsync(request.Consistency.ToConsistency(), question, call.Cancelled).ConfigureAwait(false);
        return outcome.IsAccepted ? Response(outcome.Value.Result, outcome.Value.CheckedAt) : throw WireErrors.Of(outcome.Refusal);
    }

    internal static async ValueTask<Wire.CheckBulkPermissionsResponse> CheckBulkAsync(PermissionCall call, Wire.CheckBulkPermissionsRequest request)
    {
        var questions = new BulkQuestions(call.Tenant.Permissions, request.Items.Count);
        foreach (var item in request.Items) questions.Add(item.Resource, item.Permission, item.Subject, item.Context);
        var answers = await questions.AskAsync(request.Consistency.ToConsistency(), call.Cancelled).ConfigureAwait(false);
        var response = new Wire.CheckBulkPermissionsResponse { CheckedAt = answers.CheckedAt.ToWire() };
        for (var i = 0; i < request.Items.Count; i++)
        {
            var pair = new Wire.CheckBulkPermissionsPair { Request = request.Items[i] };
            if (answers.ErrorOf(i) is { } error) pair.Error = error;
            else pair.Item = new() { Permissionship = answers.Of(i).ToPermissionship(), PartialCaveatInfo = answers.Of(i).ToPartialCaveatInfo() };
            response.Pairs.Add(pair);
        }

        if (request.WithTracing) await AddTracesAsync(response, answers, call.Cancelled).ConfigureAwait(false);
        return response;
    }

    private static async ValueTask AddTracesAsync(Wire.CheckBulkPermissionsResponse response, BulkQuestions answers, CancellationToken cancelled)
    {
        long bytes = 0;
        for (var i = 0; i < response.Pairs.Count; i++)
        {
            if (response.Pairs[i].Item is not { } item) continue;
            cancelled.ThrowIfCancellationRequested();
            item.DebugTrace = await answers.TraceAsync(i, cancelled).ConfigureAwait(false);
            bytes += item.DebugTrace?.CalculateSize() ?? 0;
            if (bytes > MaxTraceBytes) throw WireErrors.Plain(StatusCode.ResourceExhausted, $"the debug traces of the first {i + 1} items take more than {MaxTraceBytes} bytes; ask for traces of fewer items");
        }
    }

    /// <summary>The older form of the same call.</summary>
    internal static async ValueTask<Wire.BulkCheckPermissionResponse> BulkCheckAsync(PermissionCall call, Wire.BulkCheckPermissionRequest request)
    {
        var questions = new BulkQuestions(call.Tenant.Permissions, request.Items.Count);
        foreach (var item in request.Items) questions.Add(item.Resource, item.Permission, item.Subject, item.Context);
        var answers = await questions.AskAsync(request.Consistency.ToConsistency(), call.Cancelled).ConfigureAwait(false);
        var response = new Wire.BulkCheckPermissionResponse { CheckedAt = answers.CheckedAt.ToWire() };
        for (var i = 0; i < request.Items.Count; i++)
        {
            var pair = new Wire.BulkCheckPermissionPair { Request = request.Items[i] };
            if (answers.ErrorOf(i) is { } error) pair.Error = error;
            else pair.Item = new() { Permissionship = answers.Of(i).ToPermissionship(), PartialCaveatInfo = answers.Of(i).ToPartialCaveatInfo() };
            response.Pairs.Add(pair);
        }

        return response;
    }

    internal static CheckItem Question(PermissionStore store, Wire.ObjectReference? resource, string permission, Wire.SubjectReference? subject, Struct? context) =>
        new(resource.ToResource(), permission.ToMember("permission"), subject.ToSubject(), context.ToRequestContext(store.Options.MaxRequestContextBytes));

    /// <summary>A check with its debug trace. What could not be decided is refused as it is without one.</summary>
    private static async ValueTask<Wire.CheckPermissionResponse> TraceAsync(PermissionCall call, Wire.CheckPermissionRequest request, CheckItem question)
    {
        var store = call.Tenant.Permissions;
        var outcome = await store.CheckAsync(request.Consistency.ToConsistency(), question, call.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted) throw WireErrors.Of(outcome.Refusal);
        var response = Response(outcome.Value.Result, outcome.Value.CheckedAt);
        response.DebugTrace = await TraceAsync(store, question, outcome.Value.CheckedAt, call.Cancelled).ConfigureAwait(false);
        return response;
    }

    /// <summary>How an answer came about; null if its moment has passed out of reach meanwhile.</summary>
    internal static async ValueTask<Wire.DebugInformation?> TraceAsync(PermissionStore store, CheckItem question, ZedToken checkedAt, CancellationToken cancelled)
    {
        var moment = Consistency.AtExactSnapshot(checkedAt);
        var explained = await store.ExplainAsync(moment, question, cancelled).ConfigureAwait(false);
        var schema = await store.ReadSchemaAsync(moment, cancelled).ConfigureAwait(false);
        return explained.IsAccepted && schema.IsAccepted ? explained.Value.Explanation.ToTrace(schema.Value.Schema, question) : null;
    }

    private static Wire.CheckPermissionResponse Response(in CheckResult result, ZedToken checkedAt) => new()
    {
        CheckedAt = checkedAt.ToWire(),
        Permissionship = result.ToPermissionship(),
        PartialCaveatInfo = result.ToPartialCaveatInfo(),
        OptionalExpiresAt = result.ExpiresAt.ToTimestamp(),
    };
}
