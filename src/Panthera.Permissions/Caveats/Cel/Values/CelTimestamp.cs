using System.Globalization;

namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>A moment between the years 1 and 9999, in nanoseconds.</summary>
/// <param name="Seconds">Seconds since 1970 in UTC, negative before.</param>
/// <param name="Nanos">Nanoseconds into that second, 0 to 999,999,999.</param>
internal readonly record struct CelTimestamp(long Seconds, int Nanos) : IComparable<CelTimestamp>
{
    private const long MinSeconds = -62135596800;
    private const long MaxSeconds = 253402300799;
    private const int NanosPerSecond = 1_000_000_000;

    public static bool TryCreate(Int128 nanosecondsSince1970, out CelTimestamp timestamp)
    {
        var seconds = nanosecondsSince1970 / NanosPerSecond;
        var nanos = (int)(nanosecondsSince1970 % NanosPerSecond);
        if (nanos < 0)
        {
            (seconds, nanos) = (seconds - 1, nanos + NanosPerSecond);
        }

        var isInRange = seconds >= MinSeconds && seconds <= MaxSeconds;
        timestamp = isInRange ? new((long)seconds, nanos) : default;
        return isInRange;
    }

    /// <summary>Reads RFC 3339 text: <c>2030-01-02T03:04:05.678Z</c>, <c>2030-01-02T03:04:05+02:00</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CelTimestamp timestamp)
    {
        timestamp = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59
            || !TryFraction(text[19..], out var nanos, out var used) || !TryZone(text[(19 + used)..], out var offsetSeconds))
        {
            return false;
        }

        var seconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks
            / TimeSpan.TicksPerSecond;
        return TryCreate(((Int128)(seconds - offsetSeconds) * NanosPerSecond) + nanos, out timestamp);
    }

    public Int128 ToNanoseconds() => ((Int128)Seconds * NanosPerSecond) + Nanos;

    public int CompareTo(CelTimestamp other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanos.CompareTo(other.Nanos);

    public override string ToString()
    {
        var text = DateTime.UnixEpoch.AddTicks(Seconds * TimeSpan.TicksPerSecond)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return Nanos == 0 ? text + "Z" : $"{text}.{Nanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0')}Z";
    }

    private static bool Number(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    // Digits beyond the ninth are smaller than a nanosecond and are dropped.
    private static bool TryFraction(ReadOnlySpan<char> text, out int nanos, out int used)
    {
        (nanos, used) = (0, 0);
        if (text[0] != '.')
        {
            return true;
        }

        used = 1;
        for (var scale = NanosPerSecond / 10; used < text.Length && char.IsAsciiDigit(text[used]); used++, scale /= 10)
        {
            nanos += (text[used] - '0') * scale;
        }

        return used > 1;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out int offsetSeconds)
    {
        offsetSeconds = 0;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !Number(text[1..3], out var hours)
            || !Number(text[4..], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offsetSeconds = ((hours * 60) + minutes) * (text[0] == '-' ? -60 : 60);
        return true;
    }
}
