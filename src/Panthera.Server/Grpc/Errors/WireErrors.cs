using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Panthera.Server.Http;
using Panthera.Storage;

namespace Panthera.Server.Grpc.Errors;

/// <summary>The one table from refusals and failures to gRPC; the gateway's HTTP form follows from it.</summary>
internal static class WireErrors
{
    private const string Domain = "authzed.com";
    private const string ReasonPrefix = "ERROR_REASON_";

    // They travel in headers, which clients take up to 8 KiB of; a name or an id within them may have 1,024 characters.
    private const int MaxMessageLength = 2048;
    private const int MaxMetadataLength = 512;

    /// <summary>A field that does not follow the contract's rules: it has no reason beyond its status.</summary>
    internal static RpcException Invalid(string message) => Plain(StatusCode.InvalidArgument, message);

    /// <summary>An error without a reason.</summary>
    internal static RpcException Plain(StatusCode code, string message) => new(new(code, Cut(message, MaxMessageLength)));

    internal static RpcException Of(Refusal refusal) => refusal.Reason.IsNone
        ? Plain(CodeOf(refusal), refusal.Message)
        : StatusOf(refusal).ToRpcException();

    internal static RpcException Of(StorageErrorCode code) => Plain(CodeOf(code), Problems.DetailOf(code));

    /// <summary>The error of one item among many.</summary>
    internal static Google.Rpc.Status StatusOf(Refusal refusal)
    {
        var status = new Google.Rpc.Status { Code = (int)CodeOf(refusal), Message = Cut(refusal.Message, MaxMessageLength) };
        if (refusal.Reason.IsNone) return status;
        var info = new ErrorInfo { Domain = Domain, Reason = ReasonPrefix + refusal.Reason.Name };
        foreach (var (name, value) in refusal.Metadata) info.Metadata[name] = Cut(value, MaxMetadataLength);
        status.Details.Add(Any.Pack(info));
        return status;
    }

    private static StatusCode CodeOf(Refusal refusal) => refusal.Code switch
    {
        RefusalCode.InvalidArgument => StatusCode.InvalidArgument,
        RefusalCode.NotFound => StatusCode.NotFound,
        RefusalCode.Denied => StatusCode.PermissionDenied,
        RefusalCode.AlreadyExists => StatusCode.AlreadyExists,
        RefusalCode.PreconditionFailed or RefusalCode.FailedPrecondition => StatusCode.FailedPrecondition,
        // A limit that the contract has a name for is the request's own; any other is the server's.
        RefusalCode.LimitExceeded => refusal.Reason.Name switch
        {
            null => StatusCode.ResourceExhausted,
            "MAXIMUM_DEPTH_EXCEEDED" => StatusCode.FailedPrecondition,
            _ => StatusCode.InvalidArgument,
        },
        RefusalCode.RangeNotSatisfiable or RefusalCode.OutOfRange => StatusCode.OutOfRange,
        RefusalCode.Unavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    private static StatusCode CodeOf(StorageErrorCode code) => code switch
    {
        StorageErrorCode.Corrupt => StatusCode.DataLoss,
        StorageErrorCode.DiskFull or StorageErrorCode.Overloaded => StatusCode.ResourceExhausted,
        StorageErrorCode.TooOld => StatusCode.OutOfRange,
        StorageErrorCode.Unavailable or StorageErrorCode.Closed or StorageErrorCode.Locked => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    /// <summary>Cuts a text to what it takes in a header, where all but printable ASCII is escaped, and never within a character.</summary>
    private static string Cut(string text, int length)
    {
        const int Ellipsis = 9;
        var (taken, end, place) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            taken += rune.Value is >= ' ' and <= '~' and not '%' ? 1 : 3 * rune.Utf8SequenceLength;
            if (taken > length) return string.Concat(text.AsSpan(0, end), "…");
            place += rune.Utf16SequenceLength;
            if (taken <= length - Ellipsis) end = place;
        }

        return text;
    }
}
