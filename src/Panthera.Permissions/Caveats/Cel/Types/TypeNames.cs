using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>The names of types as values: what <c>type(x)</c> returns and what it is compared with.</summary>
internal static class TypeNames
{
    public static string Of(CelKind kind) => kind switch
    {
        CelKind.Null => "null_type",
        CelKind.Bool => "bool",
        CelKind.Int => "int",
        CelKind.Uint => "uint",
        CelKind.Double => "double",
        CelKind.String => "string",
        CelKind.Bytes => "bytes",
        CelKind.List => "list",
        CelKind.Map => "map",
        CelKind.Timestamp => "google.protobuf.Timestamp",
        CelKind.Duration => "google.protobuf.Duration",
        CelKind.Type => "type",
        _ => "ipaddress",
    };

    public static bool Contains(string name) =>
        name is "null_type" or "bool" or "int" or "uint" or "double" or "string" or "bytes" or "list" or "map" or "type" or "ipaddress"
            or "google.protobuf.Timestamp" or "google.protobuf.Duration";

    /// <summary>How a value's kind is called in messages: <c>an int</c>, <c>null</c>.</summary>
    public static string WithArticle(CelKind kind) => kind switch
    {
        CelKind.Null => "null",
        CelKind.Bytes => "bytes",
        CelKind.Timestamp => "a timestamp",
        CelKind.Duration => "a duration",
        CelKind.Int or CelKind.IpAddress => $"an {Of(kind)}",
        _ => $"a {Of(kind)}",
    };
}
