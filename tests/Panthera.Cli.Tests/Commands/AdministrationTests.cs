namespace Panthera.Cli.Tests.Commands;

public sealed class AdministrationTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Tenants_are_created_listed_and_dropped_only_when_it_is_meant()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        await _cli.DoAsync("tenant", "create", "bare", "--bare");
        var names = (await _cli.DoAsync("tenant", "list", "--json")).Documents.Select(static tenant => (tenant.GetProperty("name").GetString(), tenant.GetProperty("kind").GetString()));
        Assert.Equal([("acme", "files"), ("bare", "bare")], names);
        Assert.Equal(1, (await _cli.RunAsync("tenant", "create", "acme", "--owner", "user:alice")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("tenant", "create", "Upper", "--owner", "user:alice")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("tenant", "create", "neither")).ExitCode);

        Assert.Equal(1, (await _cli.RunAsync("tenant", "drop", "acme")).ExitCode);
        Assert.Equal(1, (await _cli.RunAsync(new CliInput { Line = "no" }, "tenant", "drop", "acme")).ExitCode);
        Assert.Equal(2, (await _cli.DoAsync("tenant", "list", "--json")).Lines.Length);
        Assert.Equal(0, (await _cli.RunAsync(new CliInput { Line = "acme" }, "tenant", "drop", "acme")).ExitCode);
        await _cli.DoAsync("tenant", "drop", "bare", "--yes");
        Assert.Empty((await _cli.DoAsync("tenant", "list", "--json")).Lines);
    }

    [Fact]
    public async Task With_two_tenants_a_command_asks_which_and_with_none_says_how_to_begin()
    {
        var none = await _cli.RunAsync("ls");
        Assert.Equal(3, none.ExitCode);
        Assert.Contains("panthera tenant create", none.Error, StringComparison.Ordinal);
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        await _cli.DoAsync("ls");
        await _cli.DoAsync("tenant", "create", "other", "--owner", "user:alice");
        var two = await _cli.RunAsync("ls");
        Assert.Equal(3, two.ExitCode);
        Assert.Contains("`acme`, `other`", two.Error, StringComparison.Ordinal);
        await _cli.DoAsync("ls", "--tenant", "other");
        Assert.Equal(1, (await _cli.RunAsync("ls", "--tenant", "third")).ExitCode);
    }

    [Fact]
    public async Task A_token_shows_its_secret_once()
    {
        await _cli.SeedAsync();
        var minted = (await _cli.DoAsync("token", "create", "--tenant", "acme", "--subject", "user:bob", "--json")).Documents[0];
        Assert.StartsWith("pnt_", minted.GetProperty("secret").GetString(), StringComparison.Ordinal);
        var listed = (await _cli.DoAsync("token", "list", "--json")).Documents.Single();
        Assert.False(listed.TryGetProperty("secret", out _));
        Assert.Equal(("subject", "acme", "user:bob"), (listed.GetProperty("scope").GetString(), listed.GetProperty("tenant").GetString(), listed.GetProperty("subject").GetString()));
        await _cli.DoAsync("token", "revoke", listed.GetProperty("id").GetString()!);
        Assert.Equal(1, (await _cli.RunAsync("token", "revoke", listed.GetProperty("id").GetString()!)).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("token", "create", "--scope", "all")).ExitCode);
    }

    [Fact]
    public async Task A_subject_is_no_operator()
    {
        await _cli.SeedAsync();
        string[][] commands = [["tenant", "list"], ["token", "list"], ["stats"], ["fsck"], ["tenant", "drop", "acme", "--yes"], ["token", "create", "--scope", "server"]];
        foreach (var command in commands) Assert.Equal(3, (await _cli.RunAsync([.. command, "--as", "user:alice"])).ExitCode);
    }

    [Fact]
    public async Task Fsck_finds_nothing_wrong_and_stats_count()
    {
        await _cli.SeedAsync();
        var report = (await _cli.DoAsync("fsck", "--json")).Documents[0];
        Assert.Equal((1, 0), (report.GetProperty("tenants").GetInt32(), report.GetProperty("problems").GetArrayLength()));
        var stats = (await _cli.DoAsync("stats", "--json")).Documents[0];
        Assert.Equal(3, stats.GetProperty("tenant.contents").GetInt32());
        Assert.Equal(2, stats.GetProperty("tenant.relationships").GetInt32() - 1);
    }
}
