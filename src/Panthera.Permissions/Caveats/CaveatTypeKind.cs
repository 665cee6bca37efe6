namespace Panthera.Permissions.Caveats;

/// <summary>The types a caveat's parameter can have.</summary>
public enum CaveatTypeKind
{
    /// <summary>Any JSON value; its type is looked at when the expression runs.</summary>
    Any,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A text.</summary>
    String,

    /// <summary>A signed 64-bit number.</summary>
    Int,

    /// <summary>An unsigned 64-bit number.</summary>
    Uint,

    /// <summary>A 64-bit floating-point number.</summary>
    Double,

    /// <summary>Bytes, given as base64 text.</summary>
    Bytes,

    /// <summary>A length of time, given as text such as <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A moment, given as RFC 3339 text.</summary>
    Timestamp,

    /// <summary>An IPv4 or IPv6 address, given as text.</summary>
    IpAddress,

    /// <summary>A list of values of one type.</summary>
    List,

    /// <summary>An object: texts to values of one type.</summary>
    Map,
}
