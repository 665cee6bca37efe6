using System.Collections.Immutable;
using System.Text;

namespace Panthera.Permissions.Caveats;

/// <summary>One immutable JSON value of a caveat's context.</summary>
/// <remarks>
/// Numbers are doubles, as they are in the wire's own form of a context. <c>default</c> is JSON's null. Nesting is bounded by
/// <see cref="CaveatContext.MaxDepth"/>, so that whatever walks a value may recurse.
/// </remarks>
public readonly struct ContextValue : IEquatable<ContextValue>
{
    private readonly object? _reference;
    private readonly double _number;

    private ContextValue(ContextValueKind kind, double number, object? reference, int depth)
    {
        Kind = kind;
        Depth = depth;
        _number = number;
        _reference = reference;
    }

    /// <summary>JSON's null.</summary>
    public static ContextValue Null => default;

    /// <summary>What the value is.</summary>
    public ContextValueKind Kind { get; }

    /// <summary>How many lists and objects lie inside each other here: 0 for a value that is neither.</summary>
    internal int Depth { get; }

    /// <summary>Makes a boolean.</summary>
    public static ContextValue FromBool(bool value) => new(ContextValueKind.Bool, value ? 1 : 0, null, 0);

    /// <summary>Makes a number.</summary>
    /// <exception cref="ArgumentException">The number is not finite: JSON has no such number.</exception>
    public static ContextValue FromNumber(double value) =>
        double.IsFinite(value)
            ? new(ContextValueKind.Number, value + 0.0, null, 0) // adding zero turns -0 into 0, which is the same value
            : throw new ArgumentException("a number of a context must be finite", nameof(value));

    /// <summary>Makes a text.</summary>
    /// <exception cref="ArgumentException">The text holds an unpaired surrogate, which no encoding can carry.</exception>
    public static ContextValue FromString(string value) =>
        IsWellFormed(value)
            ? new(ContextValueKind.String, 0, value, 0)
            : throw new ArgumentException("a text of a context must not hold unpaired surrogates", nameof(value));

    /// <summary>Makes a list.</summary>
    /// <exception cref="ArgumentException">It would be nested deeper than <see cref="CaveatContext.MaxDepth"/>.</exception>
    public static ContextValue FromList(ImmutableArray<ContextValue> values)
    {
        var depth = 0;
        foreach (var value in values)
        {
            depth = Math.Max(depth, value.Depth);
        }

        return depth < CaveatContext.MaxDepth
            ? new(ContextValueKind.List, 0, values.IsDefault ? ImmutableArray<ContextValue>.Empty : values, depth + 1)
            : throw new ArgumentException($"a context nests at most {CaveatContext.MaxDepth} levels", nameof(values));
    }

    /// <summary>Makes an object.</summary>
    public static ContextValue FromObject(CaveatContext value) => new(ContextValueKind.Object, 0, value, value.Depth);

    /// <summary>Returns the boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is no boolean.</exception>
    public bool AsBool() => Expect(ContextValueKind.Bool)._number != 0;

    /// <summary>Returns the number.</summary>
    /// <exception cref="InvalidOperationException">The value is no number.</exception>
    public double AsNumber() => Expect(ContextValueKind.Number)._number;

    /// <summary>Returns the text.</summary>
    /// <exception cref="InvalidOperationException">The value is no text.</exception>
    public string AsString() => (string)Expect(ContextValueKind.String)._reference!;

    /// <summary>Returns the list's values.</summary>
    /// <exception cref="InvalidOperationException">The value is no list.</exception>
    public ImmutableArray<ContextValue> AsList() => (ImmutableArray<ContextValue>)Expect(ContextValueKind.List)._reference!;

    /// <summary>Returns the object.</summary>
    /// <exception cref="InvalidOperationException">The value is no object.</exception>
    public CaveatContext AsObject() => (CaveatContext)Expect(ContextValueKind.Object)._reference!;

    /// <summary>Returns whether both are the same JSON value.</summary>
    public bool Equals(ContextValue other) =>
        Kind == other.Kind
        && Kind switch
        {
            ContextValueKind.Null => true,
            ContextValueKind.Bool or ContextValueKind.Number => _number.Equals(other._number),
            ContextValueKind.String => string.Equals((string)_reference!, (string)other._reference!, StringComparison.Ordinal),
            ContextValueKind.List => AsList().AsSpan().SequenceEqual(other.AsList().AsSpan()),
            _ => AsObject().Equals(other.AsObject()),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContextValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        switch (Kind)
        {
            case ContextValueKind.List:
                foreach (var value in AsList())
                {
                    hash.Add(value);
                }

                break;
            case ContextValueKind.String or ContextValueKind.Object:
                hash.Add(_reference);
                break;
            default:
                hash.Add(_number);
                break;
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns the value's canonical JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ContextWriter.Write(this));

    /// <summary>Returns whether both are the same JSON value.</summary>
    public static bool operator ==(ContextValue left, ContextValue right) => left.Equals(right);

    /// <summary>Returns whether they are different JSON values.</summary>
    public static bool operator !=(ContextValue left, ContextValue right) => !left.Equals(right);

    /// <summary>Returns whether a text has no unpaired surrogate.</summary>
    internal static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var next = rest.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return true;
            }

            if (next + 1 >= rest.Length || !char.IsSurrogatePair(rest[next], rest[next + 1]))
            {
                return false;
            }

            rest = rest[(next + 2)..];
        }

        return true;
    }

    private ContextValue Expect(ContextValueKind kind) =>
        Kind == kind ? this : throw new InvalidOperationException($"a context value of kind {Kind} was read as {kind}");
}
