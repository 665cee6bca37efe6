using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>What calendars and clocks show of a timestamp, in UTC or in a zone.</summary>
internal static class TimestampFunctions
{
    public static CelOverload[] Overloads { get; } =
    [
        .. Getter("getFullYear", static time => time.Year),
        .. Getter("getMonth", static time => time.Month - 1),
        .. Getter("getDate", static time => time.Day),
        .. Getter("getDayOfMonth", static time => time.Day - 1),
        .. Getter("getDayOfWeek", static time => time.DayOfWeek),
        .. Getter("getDayOfYear", static time => time.DayOfYear),
        .. Getter("getHours", static time => time.SecondOfDay / 3_600),
        .. Getter("getMinutes", static time => time.SecondOfDay / 60 % 60),
        .. Getter("getSeconds", static time => time.SecondOfDay % 60),
        .. Getter("getMilliseconds", static time => time.Millisecond),
    ];

    private static CelOverload[] Getter(string name, Func<CivilTime, long> get) =>
    [
        new(name, true, [CelType.Timestamp], CelType.Int, (_, arguments) => CelValue.Of(get(CivilTime.At(arguments[0].AsTimestamp, 0)))),
        new(name, true, [CelType.Timestamp, CelType.String], CelType.Int, (frame, arguments) => InZone(frame, arguments, get)),
    ];

    private static CelValue InZone(CelFrame frame, ReadOnlySpan<CelValue> arguments, Func<CivilTime, long> get) =>
        !frame.TryCharge(16) ? CelFrame.OutOfSteps // finding a zone costs more than most operations
            : TimeZones.TryOffset(arguments[1].AsString, arguments[0].AsTimestamp, out var seconds)
                ? CelValue.Of(get(CivilTime.At(arguments[0].AsTimestamp, seconds)))
                : CelValue.Fail($"there is no time zone `{Excerpt.Of(arguments[1].AsString)}`");
}
