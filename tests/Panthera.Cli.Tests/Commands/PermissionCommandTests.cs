using Microsoft.Extensions.Time.Testing;

namespace Panthera.Cli.Tests.Commands;

public sealed class PermissionCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Check_ends_with_0_for_allowed_1_for_denied_and_3_for_what_is_not_decided()
    {
        await _cli.SeedAsync();
        Assert.Equal(0, (await _cli.RunAsync("check", "user:bob", "read", "/docs/plan.md")).ExitCode);
        Assert.Equal(1, (await _cli.RunAsync("check", "user:bob", "write", "/docs/plan.md")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("check", "user:bob", "read", "/nowhere")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("check", "user:bob", "raed", "/docs")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("check", "bob", "read", "/docs")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("check", "user:bob", "read")).ExitCode);
    }

    [Fact]
    public async Task A_grant_is_listed_works_and_ends_when_it_is_revoked()
    {
        await _cli.SeedAsync();
        await _cli.DoAsync("grant", "/private", "editor", "user:carol");
        Assert.Equal(0, (await _cli.RunAsync("check", "user:carol", "write", "/private/secret.txt")).ExitCode);
        var grant = (await _cli.DoAsync("grants", "/private", "--json")).Documents[0];
        Assert.Equal(("editor", "user:carol"), (grant.GetProperty("relation").GetString(), grant.GetProperty("subject").GetString()));
        Assert.True((await _cli.DoAsync("revoke", "/private", "editor", "user:carol", "--json")).Documents[0].GetProperty("changed").GetBoolean());
        Assert.False((await _cli.DoAsync("revoke", "/private", "editor", "user:carol", "--json")).Documents[0].GetProperty("changed").GetBoolean());
        Assert.Equal(1, (await _cli.RunAsync("check", "user:carol", "read", "/private/secret.txt")).ExitCode);
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task A_grant_with_an_end_says_when_and_is_over_then()
    {
        await _cli.SeedAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2030-01-01T00:00:00Z"));
        var input = new CliInput { Time = clock };
        Assert.Equal(0, (await _cli.RunAsync(input, "grant", "/private", "viewer", "user:carol", "--expires", "1h")).ExitCode);
        var answer = await _cli.RunAsync(input, "check", "user:carol", "read", "/private", "--json");
        Assert.Equal((0, "2030-01-01T01:00:00Z"), (answer.ExitCode, answer.Documents[0].GetProperty("expiresAt").GetString()));
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(1, (await _cli.RunAsync(input, "check", "user:carol", "read", "/private")).ExitCode);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("h")]
    [InlineData("-1h")]
    [InlineData("1w")]
    [InlineData("0m")]
    [InlineData("99999999999999999999d")]
    public async Task A_wrong_duration_grants_nothing(string duration)
    {
        await _cli.SeedAsync();
        Assert.Equal(3, (await _cli.RunAsync("grant", "/private", "viewer", "user:carol", $"--expires={duration}")).ExitCode);
        Assert.Equal(1, (await _cli.RunAsync("check", "user:carol", "read", "/private")).ExitCode);
    }

    [Fact]
    [Trait("Hazard", "H06")]
    public async Task Leaving_a_nested_group_ends_what_came_through_it()
    {
        await _cli.SeedAsync();
        await _cli.DoAsync("group", "create", "runtime");
        await _cli.DoAsync("group", "add", "runtime", "user:carol");
        await _cli.DoAsync("group", "add", "eng", "group:runtime#member");
        Assert.Equal(0, (await _cli.RunAsync("check", "user:carol", "read", "/docs")).ExitCode);
        await _cli.DoAsync("group", "remove", "runtime", "user:carol");
        Assert.Equal(1, (await _cli.RunAsync("check", "user:carol", "read", "/docs")).ExitCode);
    }

    [Fact]
    public async Task The_owner_is_shown_and_can_be_changed()
    {
        await _cli.SeedAsync();
        await _cli.DoAsync("owner", "/docs/plan.md", "user:bob");
        Assert.Equal(["user:bob"], (await _cli.DoAsync("owner", "/docs/plan.md")).Lines);
        Assert.Equal(1, (await _cli.RunAsync("owner", "/private", "user:bob", "--as", "user:bob")).ExitCode);
    }

    [Fact]
    public async Task An_explanation_names_the_way_that_allows_and_what_is_missing_for_a_denial()
    {
        await _cli.SeedAsync();
        var allowed = await _cli.DoAsync("explain", "user:bob", "read", "/docs/deep/notes.txt");
        Assert.Contains("/docs#viewer@group:eng#member", allowed.Out, StringComparison.Ordinal);
        Assert.Contains("group:eng#direct_member@user:bob", allowed.Out, StringComparison.Ordinal);
        var denied = await _cli.DoAsync("explain", "user:bob", "read", "/private/secret.txt");
        Assert.Contains("denied", denied.Out, StringComparison.Ordinal);
        Assert.Contains("/private: none of owner, editor, viewer", denied.Out, StringComparison.Ordinal);
        var document = (await _cli.DoAsync("explain", "user:bob", "read", "/docs", "--json")).Documents[0];
        Assert.Equal("allowed", document.GetProperty("decision").GetString());
        Assert.NotEmpty(document.GetProperty("steps").EnumerateArray());
    }
}
