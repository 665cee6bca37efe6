using System.Diagnostics;

namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>A value of an expression, or the error or the unknown parameters that stand in its place.</summary>
/// <remarks>
/// 24 bytes; scalars are held without boxing. <c>default</c> is an error, so that a slot nobody filled permits nothing.
/// Timestamps are seconds since 1970 in <see cref="Bits"/> and nanoseconds in <see cref="Extra"/>; durations are nanoseconds;
/// unknowns are a bit mask of parameters.
/// </remarks>
internal readonly struct CelValue
{
    private static readonly CelError Unset = new("a value was never set", -1);

    private CelValue(CelKind kind, long bits, object? reference, int extra = 0)
    {
        Reference = reference;
        Bits = bits;
        Extra = extra;
        Kind = kind;
    }

    public static CelValue True => new(CelKind.Bool, 1, null);

    public static CelValue False => new(CelKind.Bool, 0, null);

    public static CelValue Null => new(CelKind.Null, 0, null);

    public object? Reference { get; }

    public long Bits { get; }

    public int Extra { get; }

    public CelKind Kind { get; }

    /// <summary>Whether this is an error or unknown: what a strict operation hands on instead of working with it.</summary>
    public bool IsAbnormal => Kind <= CelKind.Unknown;

    public bool IsTrue => Kind == CelKind.Bool && Bits != 0;

    public bool IsFalse => Kind == CelKind.Bool && Bits == 0;

    public bool IsNumber => Kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    public long AsInt => Expect(CelKind.Int).Bits;

    public ulong AsUint => unchecked((ulong)Expect(CelKind.Uint).Bits);

    public double AsDouble => BitConverter.Int64BitsToDouble(Expect(CelKind.Double).Bits);

    public string AsString => (string)Expect(CelKind.String).Reference!;

    public byte[] AsBytes => (byte[])Expect(CelKind.Bytes).Reference!;

    public CelValue[] AsList => (CelValue[])Expect(CelKind.List).Reference!;

    public CelMap AsMap => (CelMap)Expect(CelKind.Map).Reference!;

    public CelTimestamp AsTimestamp => new(Expect(CelKind.Timestamp).Bits, Extra);

    public long AsNanoseconds => Expect(CelKind.Duration).Bits;

    public string AsTypeName => (string)Expect(CelKind.Type).Reference!;

    public IpAddress AsIpAddress => (IpAddress)Expect(CelKind.IpAddress).Reference!;

    public ulong UnknownMask => unchecked((ulong)Expect(CelKind.Unknown).Bits);

    public CelError AsError => Kind == CelKind.Error ? (CelError?)Reference ?? Unset : Unset;

    public static CelValue Of(bool value) => new(CelKind.Bool, value ? 1 : 0, null);

    public static CelValue Of(long value) => new(CelKind.Int, value, null);

    public static CelValue Of(ulong value) => new(CelKind.Uint, unchecked((long)value), null);

    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static CelValue Of(string value) => new(CelKind.String, 0, value);

    public static CelValue Of(byte[] value) => new(CelKind.Bytes, 0, value);

    public static CelValue Of(CelValue[] value) => new(CelKind.List, 0, value);

    public static CelValue Of(CelMap value) => new(CelKind.Map, 0, value);

    public static CelValue Of(CelTimestamp value) => new(CelKind.Timestamp, value.Seconds, null, value.Nanos);

    public static CelValue Of(IpAddress value) => new(CelKind.IpAddress, 0, value);

    public static CelValue Duration(long nanoseconds) => new(CelKind.Duration, nanoseconds, null);

    public static CelValue Type(string name) => new(CelKind.Type, 0, name);

    public static CelValue Unknown(ulong mask) => new(CelKind.Unknown, unchecked((long)mask), null);

    /// <summary>Makes the error of an operation that knows not where it stands.</summary>
    public static CelValue Fail(string message) => Fail(message, -1);

    public static CelValue Fail(string message, int offset) => new(CelKind.Error, 0, new CelError(message, offset));

    /// <summary>Places an error that does not say where it is; every other value stays as it is.</summary>
    public CelValue At(int offset) =>
        Kind == CelKind.Error && AsError is { Offset: < 0 } error ? new(CelKind.Error, 0, error with { Offset = offset }) : this;

    private CelValue Expect(CelKind kind)
    {
        Debug.Assert(Kind == kind, "a value was read as another kind");
        return this;
    }
}
