using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions.Caveats;

/// <summary>The type of a caveat's parameter: <c>int</c>, <c>list&lt;string&gt;</c>.</summary>
public sealed class CaveatType : IEquatable<CaveatType>
{
    /// <summary>How many lists and maps a type may lie inside of; deeper types are a mistake, not a need.</summary>
    public const int MaxDepth = 16;

    private readonly int _depth;

    private CaveatType(CaveatTypeKind kind, CaveatType? element = null)
    {
        Kind = kind;
        Element = element;
        _depth = element is null ? 0 : element._depth + 1;
    }

    /// <summary><c>any</c>.</summary>
    public static CaveatType Any { get; } = new(CaveatTypeKind.Any);

    /// <summary><c>bool</c>.</summary>
    public static CaveatType Bool { get; } = new(CaveatTypeKind.Bool);

    /// <summary><c>string</c>.</summary>
    public static CaveatType String { get; } = new(CaveatTypeKind.String);

    /// <summary><c>int</c>.</summary>
    public static CaveatType Int { get; } = new(CaveatTypeKind.Int);

    /// <summary><c>uint</c>.</summary>
    public static CaveatType Uint { get; } = new(CaveatTypeKind.Uint);

    /// <summary><c>double</c>.</summary>
    public static CaveatType Double { get; } = new(CaveatTypeKind.Double);

    /// <summary><c>bytes</c>.</summary>
    public static CaveatType Bytes { get; } = new(CaveatTypeKind.Bytes);

    /// <summary><c>duration</c>.</summary>
    public static CaveatType Duration { get; } = new(CaveatTypeKind.Duration);

    /// <summary><c>timestamp</c>.</summary>
    public static CaveatType Timestamp { get; } = new(CaveatTypeKind.Timestamp);

    /// <summary><c>ipaddress</c>.</summary>
    public static CaveatType IpAddress { get; } = new(CaveatTypeKind.IpAddress);

    /// <summary>What the type is.</summary>
    public CaveatTypeKind Kind { get; }

    /// <summary>The type of a list's elements or a map's values; null for every other type.</summary>
    public CaveatType? Element { get; }

    /// <summary>Makes <c>list&lt;element&gt;</c>.</summary>
    /// <exception cref="ArgumentException">It would be nested deeper than <see cref="MaxDepth"/>.</exception>
    public static CaveatType ListOf(CaveatType element) => Container(CaveatTypeKind.List, element);

    /// <summary>Makes <c>map&lt;value&gt;</c>, whose keys are texts.</summary>
    /// <exception cref="ArgumentException">It would be nested deeper than <see cref="MaxDepth"/>.</exception>
    public static CaveatType MapOf(CaveatType value) => Container(CaveatTypeKind.Map, value);

    /// <summary>Finds the type that a schema names.</summary>
    /// <param name="name">The name before any <c>&lt;</c>.</param>
    /// <param name="argument">The type between <c>&lt;</c> and <c>&gt;</c>; null when there is none.</param>
    /// <param name="type">The type; null when there is no such type.</param>
    /// <param name="error">What is wrong and what there is instead; null when the type was found.</param>
    public static bool TryResolve(
        string name, CaveatType? argument, [NotNullWhen(true)] out CaveatType? type, [NotNullWhen(false)] out string? error)
    {
        var simple = Simple(name);
        type = null;
        error = (simple, name, argument) switch
        {
            (not null, _, not null) => $"type `{name}` takes no argument; write `{name}`",
            (null, "list" or "map", null) => $"type `{name}` needs the type of what it holds; write `{name}<string>` or `{name}<any>`",
            (null, "list" or "map", { _depth: >= MaxDepth }) => $"the type nests more than {MaxDepth} levels",
            (null, not ("list" or "map"), _) => $"there is no parameter type `{name}`; there are `any`, `bool`, `string`, `int`, `uint`, "
                + "`double`, `bytes`, `duration`, `timestamp`, `ipaddress`, `list<T>` and `map<T>`",
            _ => null,
        };
        if (error is null)
        {
            type = simple ?? (name == "list" ? ListOf(argument!) : MapOf(argument!));
        }

        return type is not null;
    }

    /// <summary>Returns whether both are the same type.</summary>
    public bool Equals([NotNullWhen(true)] CaveatType? other) => other is not null && Kind == other.Kind && Equals(Element, other.Element);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CaveatType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Element);

    /// <summary>Returns the type as a schema writes it.</summary>
    public override string ToString() => Kind switch
    {
        CaveatTypeKind.Any => "any",
        CaveatTypeKind.Bool => "bool",
        CaveatTypeKind.String => "string",
        CaveatTypeKind.Int => "int",
        CaveatTypeKind.Uint => "uint",
        CaveatTypeKind.Double => "double",
        CaveatTypeKind.Bytes => "bytes",
        CaveatTypeKind.Duration => "duration",
        CaveatTypeKind.Timestamp => "timestamp",
        CaveatTypeKind.IpAddress => "ipaddress",
        CaveatTypeKind.List => $"list<{Element}>",
        _ => $"map<{Element}>",
    };

    private static CaveatType Container(CaveatTypeKind kind, CaveatType element) =>
        element._depth < MaxDepth
            ? new(kind, element)
            : throw new ArgumentException($"a parameter's type nests at most {MaxDepth} levels", nameof(element));

    private static CaveatType? Simple(string name) => name switch
    {
        "any" => Any,
        "bool" => Bool,
        "string" => String,
        "int" => Int,
        "uint" => Uint,
        "double" => Double,
        "bytes" => Bytes,
        "duration" => Duration,
        "timestamp" => Timestamp,
        "ipaddress" => IpAddress,
        _ => null,
    };
}
