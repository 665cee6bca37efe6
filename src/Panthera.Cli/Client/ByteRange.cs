using System.Globalization;
using Panthera.Cli.Output;

namespace Panthera.Cli.Client;

/// <summary>A part of a content: from an offset to its end or for a length, or so many last bytes.</summary>
/// <param name="First">The first byte's offset; null for the last <paramref name="Last"/> bytes.</param>
/// <param name="Last">The last byte's offset, inclusive; null for the end. Without <paramref name="First"/>: how many bytes from the end.</param>
internal readonly record struct ByteRange(long? First, long? Last)
{
    /// <summary>Reads `0-99`, `100-` or `-100`, as in HTTP.</summary>
    /// <exception cref="UsageException">It is no range.</exception>
    internal static ByteRange Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0 && TryOffset(text.AsSpan(0, dash), out var first) && TryOffset(text.AsSpan(dash + 1), out var last)
            && (first is not null || last is > 0) && (first is null || last is null || first <= last))
        {
            return new(first, last);
        }

        throw new UsageException($"`{text}` is no range of bytes; write `0-99` (inclusive), `100-` or `-100` (the last hundred)");
    }

    /// <summary>Where it lies in a content of a size; false if it lies outside.</summary>
    internal bool TryResolve(long size, out long offset, out long count)
    {
        offset = First ?? Math.Max(0, size - Last!.Value);
        var end = First is null || Last is null ? size : Math.Min(size, Last.Value + 1);
        count = end - offset;
        return count > 0;
    }

    /// <summary>As in an HTTP header, without the unit.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryOffset(ReadOnlySpan<char> text, out long? offset)
    {
        offset = null;
        if (text.IsEmpty) return true;
        var valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < long.MaxValue;
        if (valid) offset = value;
        return valid;
    }
}
