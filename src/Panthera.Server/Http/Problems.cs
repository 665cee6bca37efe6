using Panthera.Storage;

namespace Panthera.Server.Http;

/// <summary>The one table from refusals and failures to HTTP.</summary>
internal static class Problems
{
    internal static readonly ProblemKind InvalidArgument = new(400, "invalid-argument", "the request is malformed");
    internal static readonly ProblemKind Unauthenticated = new(401, "unauthenticated", "a valid access token is needed");
    internal static readonly ProblemKind Denied = new(403, "denied", "the permission is missing");
    internal static readonly ProblemKind WrongScope = new(403, "wrong-scope", "the access token is not for this");
    internal static readonly ProblemKind NotFound = new(404, "not-found", "there is no such thing");
    internal static readonly ProblemKind NoSuchRoute = new(404, "no-such-route", "the API has no such path");
    internal static readonly ProblemKind MethodNotAllowed = new(405, "method-not-allowed", "the API path does not take this method");
    internal static readonly ProblemKind TooSlow = new(408, "too-slow", "the request arrived too slowly");
    internal static readonly ProblemKind AlreadyExists = new(409, "already-exists", "it exists already");
    internal static readonly ProblemKind FailedPrecondition = new(409, "failed-precondition", "the present state does not admit it");
    internal static readonly ProblemKind TooOld = new(410, "too-old", "the moment is no longer held");
    internal static readonly ProblemKind PreconditionFailed = new(412, "precondition-failed", "a condition of the request does not hold");
    internal static readonly ProblemKind LimitExceeded = new(413, "limit-exceeded", "a limit was exceeded");
    internal static readonly ProblemKind UnsupportedMediaType = new(415, "unsupported-media-type", "the body is not of a type that this takes");
    internal static readonly ProblemKind RangeNotSatisfiable = new(416, "range-not-satisfiable", "the range lies outside of the content");
    internal static readonly ProblemKind Internal = new(500, "internal", "the server failed");
    internal static readonly ProblemKind Corrupt = new(500, "corrupt", "stored data is damaged");
    internal static readonly ProblemKind Overloaded = new(503, "overloaded", "the server is busy");
    internal static readonly ProblemKind Unavailable = new(503, "unavailable", "the server cannot do this just now");
    internal static readonly ProblemKind TimedOut = new(503, "timed-out", "the request took too long");
    internal static readonly ProblemKind DiskFull = new(507, "disk-full", "the disk is full");

    internal static ProblemKind Of(RefusalCode code) => code switch
    {
        RefusalCode.InvalidArgument => InvalidArgument,
        RefusalCode.NotFound => NotFound,
        RefusalCode.Denied => Denied,
        RefusalCode.AlreadyExists => AlreadyExists,
        RefusalCode.PreconditionFailed => PreconditionFailed,
        RefusalCode.FailedPrecondition => FailedPrecondition,
        RefusalCode.LimitExceeded => LimitExceeded,
        RefusalCode.RangeNotSatisfiable => RangeNotSatisfiable,
        RefusalCode.OutOfRange => TooOld,
        RefusalCode.Unavailable => Unavailable,
        _ => Internal,
    };

    internal static ProblemKind Of(StorageErrorCode code) => code switch
    {
        StorageErrorCode.Corrupt => Corrupt,
        StorageErrorCode.DiskFull => DiskFull,
        StorageErrorCode.Overloaded => Overloaded,
        StorageErrorCode.TooOld => TooOld,
        StorageErrorCode.Unavailable or StorageErrorCode.Closed or StorageErrorCode.Locked => Unavailable,
        _ => Internal,
    };

    /// <summary>What a client is told of a storage failure; the failure's own message names files of this machine, and goes to the log only.</summary>
    internal static string DetailOf(StorageErrorCode code) => code switch
    {
        StorageErrorCode.Corrupt => "stored data does not match its checksum, and nothing of it is given out; ask the operator to run `panthera fsck`",
        StorageErrorCode.DiskFull => "nothing was stored; try again when the operator has made room",
        StorageErrorCode.Overloaded => "a queue is full; try again in a moment",
        StorageErrorCode.TooOld => "the moment that the request names is no longer held; ask again without it",
        StorageErrorCode.Unavailable or StorageErrorCode.Closed or StorageErrorCode.Locked => "the storage cannot be used just now; try again in a moment",
        _ => "the failure was logged",
    };
}
