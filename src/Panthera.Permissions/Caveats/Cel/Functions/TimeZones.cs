using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>Finds the offset of a time zone: <c>UTC</c>, <c>Europe/Berlin</c>, <c>-03:30</c>, <c>02:00</c>.</summary>
internal static class TimeZones
{
    private const int LongestName = 64;

    public static bool TryOffset(string zone, CelTimestamp moment, out long seconds)
    {
        seconds = 0;
        if (zone is "UTC" or "Z" or "")
        {
            return true;
        }

        return zone.Contains(':', StringComparison.Ordinal) ? TryFixed(zone, out seconds) : TryNamed(zone, moment, out seconds);
    }

    private static bool TryFixed(string zone, out long seconds)
    {
        var isSigned = zone[0] is '+' or '-';
        var clock = zone.AsSpan(isSigned ? 1 : 0);
        seconds = 0;
        if (clock.Length != 5 || clock[2] != ':' || !char.IsAsciiDigit(clock[0]) || !char.IsAsciiDigit(clock[1])
            || clock[3] is < '0' or > '5' || !char.IsAsciiDigit(clock[4]))
        {
            return false;
        }

        var hours = ((clock[0] - '0') * 10) + clock[1] - '0';
        seconds = ((hours * 60) + ((clock[3] - '0') * 10) + clock[4] - '0') * (zone[0] == '-' ? -60 : 60);
        return hours < 24;
    }

    // The name becomes a path below the system's zones: only what names of zones are made of is looked up.
    private static bool TryNamed(string zone, CelTimestamp moment, out long seconds)
    {
        seconds = 0;
        if (zone.Length > LongestName || zone[0] == '/')
        {
            return false;
        }

        foreach (var c in zone)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '/' or '-' or '+'))
            {
                return false;
            }
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            return false;
        }

        seconds = (long)found.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(moment.Seconds)).TotalSeconds;
        return true;
    }
}
