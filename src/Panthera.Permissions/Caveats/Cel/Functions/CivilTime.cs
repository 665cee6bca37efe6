using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>A moment as calendars and clocks of some place show it.</summary>
/// <remarks>Unlike the platform's types it reaches a day beyond the years 1 and 9999, where a zone's offset can lead.</remarks>
internal readonly record struct CivilTime(long Year, int Month, int Day, int DayOfYear, int DayOfWeek, int SecondOfDay, int Millisecond)
{
    private const int SecondsPerDay = 86_400;

    public static CivilTime At(CelTimestamp moment, long offsetSeconds)
    {
        var local = moment.Seconds + offsetSeconds;
        var days = (long)Math.Floor((double)local / SecondsPerDay);
        var second = (int)(local - (days * SecondsPerDay));

        // Days since 0000-03-01, so that a leap day ends its year: eras of 400 years have 146,097 days each.
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfMarchYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var marchMonth = ((5 * dayOfMarchYear) + 2) / 153;
        var day = (int)(dayOfMarchYear - (((153 * marchMonth) + 2) / 5)) + 1;
        var month = (int)(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        var isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        var dayOfYear = (int)(month <= 2 ? dayOfMarchYear - 306 : dayOfMarchYear + (isLeap ? 60 : 59));
        var dayOfWeek = (int)((((days + 4) % 7) + 7) % 7); // 1970 began on a Thursday
        return new(year, month, day, dayOfYear, dayOfWeek, second, moment.Nanos / 1_000_000);
    }
}
