using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Panthera.Permissions.Caveats;

/// <summary>The values given for a caveat's parameters, with a relationship or with a request: an immutable JSON object.</summary>
/// <remarks>
/// Two contexts are equal when they are the same JSON value, whatever the order of their keys. The canonical text has no white space,
/// keys in the order of their UTF-16 code units (as RFC 8785 sorts them), and whole numbers below 2^53 without fraction or exponent.
/// Thread-safe.
/// </remarks>
public sealed class CaveatContext : IEquatable<CaveatContext>
{
    /// <summary>How many lists and objects may lie inside each other; the outermost object counts.</summary>
    public const int MaxDepth = 64;

    /// <summary>The largest JSON text that is read: 1 MiB, far above what a request or a relationship may carry.</summary>
    public const int MaxTextBytes = 1 << 20;

    private byte[]? _text;

    private CaveatContext(ImmutableArray<KeyValuePair<string, ContextValue>> members, int depth)
    {
        Members = members;
        Depth = depth;
    }

    /// <summary>The context that gives nothing.</summary>
    public static CaveatContext Empty { get; } = new([], 1);

    /// <summary>The names and their values, sorted by name.</summary>
    public ImmutableArray<KeyValuePair<string, ContextValue>> Members { get; }

    /// <summary>Whether nothing is given.</summary>
    public bool IsEmpty => Members.IsEmpty;

    /// <summary>The length of the canonical text in bytes, which the limits on contexts count.</summary>
    public int SizeBytes => Text.Length;

    internal int Depth { get; }

    private byte[] Text => _text ??= ContextWriter.Write(ContextValue.FromObject(this));

    /// <summary>Reads a context from JSON text.</summary>
    /// <param name="utf8Json">The text of one JSON object.</param>
    /// <param name="context">The context; null when it could not be read.</param>
    /// <param name="error">What is wrong with the text; null when it was read.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out CaveatContext? context, [NotNullWhen(false)] out string? error) =>
        ContextParser.TryParse(utf8Json, out context, out error);

    /// <summary>Reads a context from JSON text.</summary>
    /// <param name="json">The text of one JSON object.</param>
    /// <param name="context">The context; null when it could not be read.</param>
    /// <param name="error">What is wrong with the text; null when it was read.</param>
    public static bool TryParse(string json, [NotNullWhen(true)] out CaveatContext? context, [NotNullWhen(false)] out string? error)
    {
        if (json.Length > MaxTextBytes)
        {
            (context, error) = (null, ContextParser.TooLarge);
            return false;
        }

        return TryParse(Encoding.UTF8.GetBytes(json), out context, out error);
    }

    /// <summary>Makes a context of names and values.</summary>
    /// <param name="members">The names and values, in any order.</param>
    /// <param name="context">The context; null when it could not be made.</param>
    /// <param name="error">What is wrong: a name given twice or not encodable, or values nested too deeply.</param>
    public static bool TryCreate(
        IEnumerable<KeyValuePair<string, ContextValue>> members,
        [NotNullWhen(true)] out CaveatContext? context,
        [NotNullWhen(false)] out string? error)
    {
        var sorted = members.ToArray();
        Array.Sort(sorted, static (x, y) => string.CompareOrdinal(x.Key, y.Key));
        var depth = 0;
        context = null;
        error = null;
        for (var i = 0; i < sorted.Length && error is null; i++)
        {
            depth = Math.Max(depth, sorted[i].Value.Depth);
            error = i > 0 && sorted[i].Key == sorted[i - 1].Key ? $"`{sorted[i].Key}` is given twice"
                : !ContextValue.IsWellFormed(sorted[i].Key) ? "a name holds an unpaired surrogate"
                : depth >= MaxDepth ? ContextParser.TooDeep
                : null;
        }

        context = error is not null ? null : sorted.Length == 0 ? Empty : new CaveatContext([.. sorted], depth + 1);
        return context is not null;
    }

    /// <summary>Finds a value by its name.</summary>
    public bool TryGetValue(string name, out ContextValue value)
    {
        var (low, high) = (0, Members.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = string.CompareOrdinal(name, Members[middle].Key);
            if (order == 0)
            {
                value = Members[middle].Value;
                return true;
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        value = default;
        return false;
    }

    /// <summary>Returns the canonical JSON text in UTF-8.</summary>
    public ReadOnlyMemory<byte> ToUtf8() => Text;

    /// <summary>Returns the canonical JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Text);

    /// <summary>Returns whether both are the same JSON object.</summary>
    public bool Equals([NotNullWhen(true)] CaveatContext? other)
    {
        if (other is null || other.Members.Length != Members.Length)
        {
            return false;
        }

        for (var i = 0; !ReferenceEquals(this, other) && i < Members.Length; i++)
        {
            if (Members[i].Key != other.Members[i].Key || Members[i].Value != other.Members[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CaveatContext);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, value) in Members)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
