namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>The types the checker knows.</summary>
internal enum CelTypeKind
{
    /// <summary>Not known before the expression runs.</summary>
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    List,
    Map,
    Timestamp,
    Duration,
    Type,
    IpAddress,
}
