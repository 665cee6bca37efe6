namespace Panthera.Storage;

/// <summary>What the environment did to us; a closed set, mapped once to HTTP and once to gRPC.</summary>
public enum StorageErrorCode
{
    /// <summary>Stored bytes are not what was written; the tenant stops.</summary>
    Corrupt,

    /// <summary>The disk is full; nothing was acknowledged, and writing resumes when there is room.</summary>
    DiskFull,

    /// <summary>The storage cannot be written or read just now (permissions, a device error).</summary>
    Unavailable,

    /// <summary>Another process has the data directory open.</summary>
    Locked,

    /// <summary>The stored format is of a version that this build does not read.</summary>
    UnknownFormat,

    /// <summary>A queue or budget is full; try again later.</summary>
    Overloaded,

    /// <summary>The tenant or the store was closed, or the tenant dropped, while the call was under way.</summary>
    Closed,

    /// <summary>The asked-for revision is no longer held.</summary>
    TooOld,
}
