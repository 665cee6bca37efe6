namespace Panthera.Permissions.Tests.Caveats;

public sealed class TimeTests
{
    [Theory]
    [InlineData("t.getFullYear() == 2009 && t.getMonth() == 1 && t.getDate() == 13 && t.getDayOfMonth() == 12")]
    [InlineData("t.getDayOfWeek() == 5 && t.getDayOfYear() == 43")]
    [InlineData("t.getHours() == 23 && t.getMinutes() == 31 && t.getSeconds() == 30 && t.getMilliseconds() == 123")]
    [InlineData("t.getDate('Australia/Sydney') == 14 && t.getDayOfMonth('+11:00') == 13 && t.getDayOfMonth('US/Central') == 12")]
    [InlineData("t.getHours('02:00') == 1 && t.getHours('+02:00') == 1 && t.getHours('-02:30') == 21 && t.getMinutes('-02:30') == 1")]
    [InlineData("t.getMinutes('Asia/Kathmandu') == 16 && t.getSeconds('-00:00') == 30 && t.getFullYear('-09:30') == 2009")]
    [InlineData("t.getDayOfWeek('UTC') == 5 && t.getDayOfYear('US/Central') == 43 && t.getMonth('UTC') == 1 && t.getMilliseconds('UTC') == 123")]
    [InlineData("timestamp('2024-07-01T12:00:00Z').getHours('Europe/Berlin') == 14 && timestamp('2024-01-01T12:00:00Z').getHours('Europe/Berlin') == 13")]
    [InlineData("timestamp('1969-12-31T23:59:59Z').getSeconds() == 59 && timestamp('1969-12-31T23:59:59Z').getDayOfWeek() == 3")]
    [InlineData("timestamp('2024-12-31T00:00:00Z').getDayOfYear() == 365 && timestamp('2023-12-31T00:00:00Z').getDayOfYear() == 364")]
    [InlineData("timestamp('2024-02-29T00:00:00Z').getDate() == 29 && timestamp('2024-03-01T00:00:00Z').getDayOfYear() == 60")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00') == 0 && timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00') == 10000")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getDayOfWeek() == 1 && timestamp('1900-03-01T00:00:00Z').getDayOfYear() == 59")]
    [InlineData("duration('10000s').getHours() == 2 && duration('3730s').getMinutes() == 62 && duration('3730s').getSeconds() == 3730")]
    [InlineData("duration('123.321456789s').getMilliseconds() == 123321 && duration('-90m').getHours() == -1")]
    [InlineData("t + duration('30s') == timestamp('2009-02-13T23:32:00.123Z') && duration('30s') + t == t + duration('30s')")]
    [InlineData("t - duration('31m30s') == timestamp('2009-02-13T23:00:00.123Z') && t - t == duration('0')")]
    [InlineData("timestamp('2009-02-13T23:31:00Z') - timestamp('2009-02-13T23:29:00Z') == duration('2m')")]
    [InlineData("timestamp('0001-01-01T00:00:01.000000001Z') + duration('-999999999ns') == timestamp('0001-01-01T00:00:00.000000002Z')")]
    [InlineData("timestamp('0001-01-01T00:00:01.999999999Z') + duration('999999999ns') == timestamp('0001-01-01T00:00:02.999999998Z')")]
    [InlineData("duration('600s') + duration('50s') == duration('10m50s') && duration('900s') - duration('42s') == duration('858s')")]
    [InlineData("duration('1h1m1s1ms1us1ns') == duration('3661001001001ns') && duration('1.5h') == duration('90m') && duration('+1s') == duration('1s')")]
    [InlineData("duration('1µs') == duration('1us') && duration('1μs') == duration('1us') && duration('.5s') == duration('500ms')")]
    [InlineData("duration('-9223372036854775808ns') < duration('0') && duration('0.1ns') == duration('0')")]
    [InlineData("t < t + duration('1ns') && t >= t && duration('1m') < duration('1h') && t > timestamp('1945-05-07T02:41:00Z')")]
    [InlineData("timestamp('2009-02-13T23:31:30Z') == timestamp('2009-02-14T01:31:30+02:00') && t != timestamp('2009-02-13T23:31:30Z')")]
    [InlineData("timestamp('2009-02-13T23:31:30.1234567899Z') == timestamp('2009-02-13T23:31:30.123456789Z')")]
    [InlineData("timestamp('0001-01-01T00:00:00-00:00') < timestamp('9999-12-31T23:59:59.999999999Z')")]
    public void Is_true(string expression) =>
        Assert.Equal("true", Expression.Evaluate(expression, "t timestamp", """{"t": "2009-02-13T23:31:30.123Z"}""").ToString());

    [Theory]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1s') == timestamp(0)", "outside the range of a timestamp")]
    [InlineData("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns') == timestamp(0)", "outside the range of a timestamp")]
    [InlineData("timestamp('0001-01-01T00:00:00Z') - duration('1ns') == timestamp(0)", "outside the range of a timestamp")]
    [InlineData("timestamp('0001-01-01T00:00:00Z') - timestamp('9999-12-31T23:59:59Z') == duration(0)", "outside the range of a duration")]
    [InlineData("duration('9223372036s') + duration('1s') == duration(0)", "outside the range of a duration")]
    [InlineData("duration('-9223372036s') - duration('1s') == duration(0)", "outside the range of a duration")]
    [InlineData("timestamp(0).getHours('Nowhere/Land') == 0", "no time zone `Nowhere/Land`")]
    [InlineData("timestamp(0).getHours('../../etc/passwd') == 0", "no time zone")]
    [InlineData("timestamp(0).getHours('/etc/localtime') == 0", "no time zone")]
    [InlineData("timestamp(0).getHours('+24:00') == 0", "no time zone")]
    [InlineData("timestamp(0).getHours('1:00') == 0", "no time zone")]
    [InlineData("timestamp(0).getHours(':') == 0", "no time zone")]
    public void Fails(string expression, string message) => Expression.Fails(expression, message);

    [Fact]
    public void Every_day_of_four_centuries_has_the_parts_that_the_platform_gives_it()
    {
        var program = Expression.Compile(
            "t.getFullYear() == y && t.getMonth() == m && t.getDate() == d && t.getDayOfYear() == n && t.getDayOfWeek() == w",
            "t timestamp, y int, m int, d int, n int, w int").Program!;
        for (var day = new DateTime(1799, 12, 25); day.Year < 2205; day = day.AddDays(11))
        {
            var context = Expression.Context(
                $$"""{"t": "{{day:yyyy-MM-dd}}T23:59:59Z", "y": {{day.Year}}, "m": {{day.Month - 1}}, "d": {{day.Day}}, "n": {{day.DayOfYear - 1}}, "w": {{(int)day.DayOfWeek}}}""");
            Assert.Equal("true", program.Evaluate(null, context).ToString());
        }
    }
}
