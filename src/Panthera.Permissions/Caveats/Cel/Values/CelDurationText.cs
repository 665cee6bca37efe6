using System.Globalization;

namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>Reads and writes lengths of time: <c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>.</summary>
/// <remarks>A duration is a signed 64-bit number of nanoseconds: up to about 292 years.</remarks>
internal static class CelDurationText
{
    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        var rest = !text.IsEmpty && text[0] is '-' or '+' ? text[1..] : text;
        if (rest is "0")
        {
            return true;
        }

        Int128 total = 0;
        var isFirst = true;
        while (!rest.IsEmpty)
        {
            if (!TryTerm(ref rest, out var term))
            {
                return false;
            }

            total += term;
            isFirst = false;
            if (total > (Int128)long.MaxValue + 1)
            {
                return false;
            }
        }

        total = isNegative ? -total : total;
        if (isFirst || total > long.MaxValue)
        {
            return false;
        }

        nanoseconds = (long)total;
        return true;
    }

    /// <summary>Returns the duration in seconds, as CEL writes it: <c>5400s</c>, <c>1.5s</c>.</summary>
    public static string Format(long nanoseconds)
    {
        var (seconds, nanos) = Int128.DivRem(Int128.Abs(nanoseconds), 1_000_000_000);
        var fraction = nanos == 0 ? string.Empty : "." + ((long)nanos).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return $"{(nanoseconds < 0 ? "-" : string.Empty)}{((long)seconds).ToString(CultureInfo.InvariantCulture)}{fraction}s";
    }

    // A term is digits, perhaps with a fraction, and a unit.
    private static bool TryTerm(ref ReadOnlySpan<char> rest, out Int128 nanoseconds)
    {
        nanoseconds = 0;
        var end = 0;
        UInt128 digits = 0;
        Int128 scale = 1;
        var hasPoint = false;
        var hasDigits = false;
        for (; end < rest.Length && (char.IsAsciiDigit(rest[end]) || (rest[end] == '.' && !hasPoint)); end++)
        {
            if (rest[end] == '.')
            {
                hasPoint = true;
                continue;
            }

            hasDigits = true;
            if (hasPoint && scale >= 1_000_000_000_000_000_000)
            {
                continue; // far below a nanosecond whatever the unit
            }

            digits = (digits * 10) + (uint)(rest[end] - '0');
            scale *= hasPoint ? 10 : 1;
            if (digits > (UInt128)1 << 96)
            {
                return false;
            }
        }

        rest = rest[end..];
        if (!hasDigits || !TryUnit(ref rest, out var unit) || digits / (UInt128)scale > (UInt128)long.MaxValue + 1)
        {
            return false;
        }

        var (whole, fraction) = UInt128.DivRem(digits, (UInt128)scale);
        nanoseconds = ((Int128)whole * unit) + ((Int128)fraction * unit / scale);
        return true;
    }

    private static bool TryUnit(ref ReadOnlySpan<char> rest, out long nanoseconds)
    {
        var length = rest.StartsWith("ns") || rest.StartsWith("us") || rest.StartsWith("µs") || rest.StartsWith("μs")
            || rest.StartsWith("ms") ? 2 : Math.Min(1, rest.Length);
        nanoseconds = rest[..length] switch
        {
            "ns" => 1,
            "us" or "µs" or "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => 0,
        };
        rest = rest[length..];
        return nanoseconds != 0;
    }
}
