using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Server.Grpc.Errors;
using Panthera.Storage;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>The questions of a bulk check: those that can be read are asked together, and each of the others has its own error.</summary>
/// <remarks>Confined to its call.</remarks>
internal sealed class BulkQuestions
{
    private readonly PermissionStore _store;
    private readonly List<CheckItem> _asked;

    // For each question its place among those asked, or its error.
    private readonly List<(int Place, Google.Rpc.Status? Error)> _all;
    private BulkPermissionAnswer? _answer;

    internal BulkQuestions(PermissionStore store, int count)
    {
        // Their number counts, whether or not they can be read.
        var most = store.Options.MaxBulkChecks;
        if (count > most) throw WireErrors.Of(new Refusal(RefusalCode.InvalidArgument, $"the bulk check has {count} items; one takes at most {most}: split it") { Reason = PermissionReasons.Unspecified });
        _store = store;
        _asked = new(count);
        _all = new(count);
    }

    internal ZedToken CheckedAt => _answer!.CheckedAt;

    internal void Add(Wire.ObjectReference? resource, string permission, Wire.SubjectReference? subject, Struct? context)
    {
        try
        {
            _asked.Add(CheckCalls.Question(_store, resource, permission, subject, context));
            _all.Add((_asked.Count - 1, null));
        }
        catch (RpcException error)
        {
            _all.Add((-1, new() { Code = (int)error.StatusCode, Message = error.Status.Detail }));
        }
    }

    internal async ValueTask<BulkQuestions> AskAsync(Consistency consistency, CancellationToken cancelled)
    {
        var outcome = await _store.CheckBulkAsync(consistency, _asked, cancelled).ConfigureAwait(false);
        _answer = outcome.IsAccepted ? outcome.Value : throw WireErrors.Of(outcome.Refusal);
        return this;
    }

    internal Google.Rpc.Status? ErrorOf(int index)
    {
        var (place, error) = _all[index];
        if (error is not null) return error;
        var outcome = _answer!.Results[place];
        return outcome.IsAccepted ? null : WireErrors.StatusOf(outcome.Refusal);
    }

    /// <summary>How the answer to a question that has no error came about, at the same moment; null if that has passed out of reach meanwhile.</summary>
    internal ValueTask<Wire.DebugInformation?> TraceAsync(int index, CancellationToken cancelled) => CheckCalls.TraceAsync(_store, _asked[_all[index].Place], CheckedAt, cancelled);

    /// <summary>The answer to a question that has no error.</summary>
    internal CheckResult Of(int index) => _answer!.Results[_all[index].Place].Value;
}
