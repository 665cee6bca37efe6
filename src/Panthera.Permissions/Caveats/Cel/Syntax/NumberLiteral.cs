using System.Globalization;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>Reads the literals of numbers: <c>42</c>, <c>0x2A</c>, <c>42u</c>, <c>1.5</c>, <c>.5e-3</c>.</summary>
internal static class NumberLiteral
{
    public static CelValue Read(string text, int start, bool isNegative, out int end)
    {
        var isHex = text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'X';
        end = isHex ? SkipHex(text, start + 2) : SkipDigits(text, start);
        var isDouble = false;
        if (!isHex)
        {
            isDouble = SkipFraction(text, ref end) | SkipExponent(text, ref end);
        }

        var isUnsigned = !isDouble && end < text.Length && text[end] is 'u' or 'U';
        var digits = text.AsSpan(isHex ? start + 2 : start, end - (isHex ? start + 2 : start));
        end += isUnsigned ? 1 : 0;
        if (digits.IsEmpty || (end < text.Length && CelLexer.IsIdentifierPart(text[end])))
        {
            throw new CelSyntaxException(start, $"`{text.AsSpan(start, Math.Min(end + 1, text.Length) - start)}` is not a number");
        }

        return isDouble ? Double(digits, start, isNegative) : Whole(digits, isHex, isUnsigned, isNegative, start);
    }

    private static CelValue Double(ReadOnlySpan<char> digits, int start, bool isNegative)
    {
        var value = double.Parse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? CelValue.Of(isNegative ? -value : value)
            : throw new CelSyntaxException(start, "the number is too large for a double");
    }

    private static CelValue Whole(ReadOnlySpan<char> digits, bool isHex, bool isUnsigned, bool isNegative, int start)
    {
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var magnitude))
        {
            throw new CelSyntaxException(start, $"the number is too large for {(isUnsigned ? "a uint" : "an int")}");
        }

        if (isUnsigned)
        {
            return !isNegative
                ? CelValue.Of(magnitude)
                : throw new CelSyntaxException(start, "a uint cannot be negative: leave out the `-` or the `u`");
        }

        var limit = isNegative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        return magnitude <= limit
            ? CelValue.Of(unchecked(isNegative ? -(long)magnitude : (long)magnitude))
            : throw new CelSyntaxException(start, "the number is too large for an int; write a `u` after it for a uint");
    }

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int SkipHex(string text, int at)
    {
        while (at < text.Length && char.IsAsciiHexDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    // A point belongs to the number only with a digit after it: `1.size()` is a call.
    private static bool SkipFraction(string text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] != '.' || !char.IsAsciiDigit(text[at + 1]))
        {
            return false;
        }

        at = SkipDigits(text, at + 1);
        return true;
    }

    private static bool SkipExponent(string text, ref int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return false;
        }

        var digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        var end = SkipDigits(text, digits);
        if (end == digits)
        {
            return false;
        }

        at = end;
        return true;
    }
}
