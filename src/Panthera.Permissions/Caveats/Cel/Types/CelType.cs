using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>A type of the checker.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Element">A list's elements or a map's values.</param>
/// <param name="Key">A map's keys.</param>
internal sealed record CelType(CelTypeKind Kind, CelType? Element = null, CelType? Key = null)
{
    public static readonly CelType Dyn = new(CelTypeKind.Dyn);
    public static readonly CelType Null = new(CelTypeKind.Null);
    public static readonly CelType Bool = new(CelTypeKind.Bool);
    public static readonly CelType Int = new(CelTypeKind.Int);
    public static readonly CelType Uint = new(CelTypeKind.Uint);
    public static readonly CelType Double = new(CelTypeKind.Double);
    public static readonly CelType String = new(CelTypeKind.String);
    public static readonly CelType Bytes = new(CelTypeKind.Bytes);
    public static readonly CelType Timestamp = new(CelTypeKind.Timestamp);
    public static readonly CelType Duration = new(CelTypeKind.Duration);
    public static readonly CelType Type = new(CelTypeKind.Type);
    public static readonly CelType IpAddress = new(CelTypeKind.IpAddress);
    public static readonly CelType AnyList = ListOf(Dyn);
    public static readonly CelType AnyMap = MapOf(Dyn, Dyn);

    public bool IsDyn => Kind == CelTypeKind.Dyn;

    public bool IsNumber => Kind is CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.Double;

    public static CelType ListOf(CelType element) => new(CelTypeKind.List, element);

    public static CelType MapOf(CelType key, CelType value) => new(CelTypeKind.Map, value, key);

    public static CelType Of(CaveatType type) => type.Kind switch
    {
        CaveatTypeKind.Bool => Bool,
        CaveatTypeKind.String => String,
        CaveatTypeKind.Int => Int,
        CaveatTypeKind.Uint => Uint,
        CaveatTypeKind.Double => Double,
        CaveatTypeKind.Bytes => Bytes,
        CaveatTypeKind.Duration => Duration,
        CaveatTypeKind.Timestamp => Timestamp,
        CaveatTypeKind.IpAddress => IpAddress,
        CaveatTypeKind.List => ListOf(Of(type.Element!)),
        CaveatTypeKind.Map => MapOf(String, Of(type.Element!)),
        _ => Dyn,
    };

    public static CelType Of(CelValue literal) => literal.Kind switch
    {
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.Uint => Uint,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        _ => Null,
    };

    /// <summary>Whether a value of this type may stand where another type is wanted; what is dyn is looked at later.</summary>
    public bool IsAssignableTo(CelType wanted) =>
        IsDyn || wanted.IsDyn
        || (Kind == wanted.Kind
            && (Element is null || Element.IsAssignableTo(wanted.Element!))
            && (Key is null || Key.IsAssignableTo(wanted.Key!)));

    /// <summary>Whether two values can be equal: numbers of any type, moments that may be null, else the same type.</summary>
    public bool IsComparableWith(CelType other) =>
        IsDyn || other.IsDyn
        || (IsNumber && other.IsNumber)
        || (Kind == CelTypeKind.Null && other.Kind is CelTypeKind.Timestamp or CelTypeKind.Duration)
        || (other.Kind == CelTypeKind.Null && Kind is CelTypeKind.Timestamp or CelTypeKind.Duration)
        || (Kind == other.Kind
            && (Element is null || Element.IsComparableWith(other.Element!))
            && (Key is null || Key.IsComparableWith(other.Key!)));

    /// <summary>The type of what may be either of two types; null when they have nothing in common.</summary>
    public CelType? Join(CelType other) =>
        this == other ? this
        : !IsAssignableTo(other) ? null
        : IsDyn || other.IsDyn ? Dyn
        : Kind == CelTypeKind.List ? ListOf(Element!.Join(other.Element!)!)
        : MapOf(Key!.Join(other.Key!)!, Element!.Join(other.Element!)!);

    /// <summary>Whether a value met at run time is of this type; elements are not looked at.</summary>
    public bool Matches(CelKind kind) => Kind switch
    {
        CelTypeKind.Dyn => true,
        CelTypeKind.Null => kind == CelKind.Null,
        CelTypeKind.Bool => kind == CelKind.Bool,
        CelTypeKind.Int => kind == CelKind.Int,
        CelTypeKind.Uint => kind == CelKind.Uint,
        CelTypeKind.Double => kind == CelKind.Double,
        CelTypeKind.String => kind == CelKind.String,
        CelTypeKind.Bytes => kind == CelKind.Bytes,
        CelTypeKind.List => kind == CelKind.List,
        CelTypeKind.Map => kind == CelKind.Map,
        CelTypeKind.Timestamp => kind == CelKind.Timestamp,
        CelTypeKind.Duration => kind == CelKind.Duration,
        CelTypeKind.Type => kind == CelKind.Type,
        _ => kind == CelKind.IpAddress,
    };

    public override string ToString() => Kind switch
    {
        CelTypeKind.Dyn => "any",
        CelTypeKind.Null => "null",
        CelTypeKind.List => $"list<{Element}>",
        CelTypeKind.Map when Key!.Kind == CelTypeKind.String => $"map<{Element}>",
        CelTypeKind.Map => $"map<{Key}, {Element}>",
        CelTypeKind.IpAddress => "ipaddress",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
