namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>What a <see cref="CelValue"/> is.</summary>
/// <remarks>The first two are no values: they are what an evaluation came to instead of one.</remarks>
internal enum CelKind : byte
{
    Error,
    Unknown,
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
