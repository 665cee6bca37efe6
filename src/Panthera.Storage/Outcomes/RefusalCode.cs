namespace Panthera.Storage;

/// <summary>Why an operation was refused; a closed set, mapped once to HTTP and once to gRPC.</summary>
/// <remarks>A refusal is an expected outcome: nothing was changed, and the same call may succeed later. What the environment does to
/// us (a full disk, corruption) is a <see cref="StorageException"/> instead.</remarks>
public enum RefusalCode
{
    /// <summary>The call itself is malformed: a bad path, name, subject, schema or number.</summary>
    InvalidArgument,

    /// <summary>What was named does not exist, or the caller may not know whether it does.</summary>
    NotFound,

    /// <summary>The caller can see the resource and lacks the permission that the operation needs.</summary>
    Denied,

    /// <summary>What was to be created exists already.</summary>
    AlreadyExists,

    /// <summary>A condition of the request (If-Match, create-only, a precondition) does not hold.</summary>
    PreconditionFailed,

    /// <summary>The state of the tenant does not admit the operation: wrong kind of entry, a cycle, a missing schema.</summary>
    FailedPrecondition,

    /// <summary>A limit of size, count or depth was exceeded.</summary>
    LimitExceeded,

    /// <summary>The asked-for part of a content lies outside of it.</summary>
    RangeNotSatisfiable,

    /// <summary>The moment that was asked for is no longer held; the message names the earliest that is.</summary>
    OutOfRange,

    /// <summary>It cannot be answered yet, and can be soon: the moment that was asked for has not been reached.</summary>
    Unavailable,
}
