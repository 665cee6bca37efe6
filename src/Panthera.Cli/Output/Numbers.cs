using System.Globalization;

namespace Panthera.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>With thousands separated: `12,345`.</summary>
    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size with three digits and its unit: `1.21 MiB`.</summary>
    internal static string Size(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : $"{Digits(value)} {Units[unit]}";
    }

    /// <summary>A duration with three digits and its unit: `1.21 ms`.</summary>
    internal static string Duration(TimeSpan duration) => Nanoseconds(duration.Ticks * 100.0);

    /// <summary>A duration in nanoseconds, with three digits and its unit.</summary>
    internal static string Nanoseconds(double value) => value switch
    {
        < 1e3 => $"{Digits(value)} ns",
        < 1e6 => $"{Digits(value / 1e3)} µs",
        < 1e9 => $"{Digits(value / 1e6)} ms",
        < 120e9 => $"{Digits(value / 1e9)} s",
        _ => TimeSpan.FromTicks((long)(value / 100)).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture),
    };

    /// <summary>A rate: `12,345/s`.</summary>
    internal static string Rate(double perSecond) => $"{Count((long)Math.Round(perSecond))}/s";

    /// <summary>A time for listings, in UTC.</summary>
    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time for programs.</summary>
    internal static string IsoTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    internal static string Digits(double value) => value switch
    {
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };
}
