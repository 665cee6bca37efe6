using Panthera.Server.Http;

namespace Panthera.Server.Tests.Http;

public sealed class QueryArgumentsTests
{
    private static readonly string[] s_known = ["list", "limit"];

    [Fact]
    public void Arguments_are_read_with_and_without_values()
    {
        Assert.True(QueryArguments.TryParse("list&limit=5", s_known, out var arguments, out _));
        Assert.True(arguments.TryFlag("list", out var list, out _) && list);
        Assert.True(arguments.TryNumber("limit", 1, out var limit, out _));
        Assert.Equal(5, limit);
    }

    [Fact]
    public void What_is_absent_has_its_default()
    {
        Assert.True(QueryArguments.TryParse("", s_known, out var arguments, out _));
        Assert.True(arguments.TryFlag("list", out var list, out _) && !list);
        Assert.True(arguments.TryNumber("limit", 7, out var limit, out _));
        Assert.Equal(7, limit);
        Assert.False(arguments.Has("limit"));
    }

    [Theory]
    [InlineData("list=true&list=false", "more than once")]
    [InlineData("list&list", "more than once")]
    [InlineData("list=true&%6cist=false", "more than once")]
    [InlineData("lisst", "no argument `lisst`")]
    [InlineData("list=%ff", "UTF-8")]
    [Trait("Hazard", "H27")]
    public void Repeated_unknown_and_badly_encoded_arguments_are_refused(string query, string error)
    {
        Assert.False(QueryArguments.TryParse(query, s_known, out _, out var message));
        Assert.Contains(error, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=-1")]
    [InlineData("limit=")]
    [InlineData("limit=1e3")]
    [InlineData("limit=99999999999")]
    public void What_is_no_number_is_refused(string query)
    {
        Assert.True(QueryArguments.TryParse(query, s_known, out var arguments, out _));
        Assert.False(arguments.TryNumber("limit", 1, out _, out var error));
        Assert.Contains("limit", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_switch_is_refused()
    {
        Assert.True(QueryArguments.TryParse("list=yes", s_known, out var arguments, out _));
        Assert.False(arguments.TryFlag("list", out _, out var error));
        Assert.Contains("`yes`", error, StringComparison.Ordinal);
    }
}
