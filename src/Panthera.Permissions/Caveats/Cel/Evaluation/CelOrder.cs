using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>The order of values: numbers by value, texts by code points, false before true.</summary>
internal static class CelOrder
{
    public static bool TryCompare(
        CelFrame frame, CelValue left, CelValue right, out int order, [NotNullWhen(false)] out string? error)
    {
        (order, error) = (0, null);
        if (left.IsNumber && right.IsNumber)
        {
            error = CelNumbers.TryCompare(left, right, out order) ? null : "NaN cannot be ordered";
            return error is null;
        }

        if (left.Kind != right.Kind)
        {
            error = $"{TypeNames.WithArticle(left.Kind)} and {TypeNames.WithArticle(right.Kind)} have no order";
            return false;
        }

        switch (left.Kind)
        {
            case CelKind.Bool or CelKind.Duration:
                order = left.Bits.CompareTo(right.Bits);
                return true;
            case CelKind.Timestamp:
                order = left.AsTimestamp.CompareTo(right.AsTimestamp);
                return true;
            case CelKind.String:
                order = frame.TryChargeText(Math.Min(left.AsString.Length, right.AsString.Length)) ? Compare(left.AsString, right.AsString) : 0;
                return true;
            case CelKind.Bytes:
                order = frame.TryChargeText(Math.Min(left.AsBytes.Length, right.AsBytes.Length))
                    ? left.AsBytes.AsSpan().SequenceCompareTo(right.AsBytes)
                    : 0;
                return true;
            default:
                error = $"values such as {TypeNames.WithArticle(left.Kind)} have no order";
                return false;
        }
    }

    // UTF-16 puts the characters beyond U+FFFF, written as surrogates, before U+E000; by code point they come after.
    internal static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (x, y) = (left[same], right[same]);
        return char.IsSurrogate(x) != char.IsSurrogate(y) ? (char.IsSurrogate(x) ? (y >= 0xE000 ? 1 : x - y) : (x >= 0xE000 ? -1 : x - y)) : x - y;
    }
}
