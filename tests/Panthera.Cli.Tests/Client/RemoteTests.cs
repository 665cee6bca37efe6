namespace Panthera.Cli.Tests.Client;

/// <summary>The same commands against a data directory and against a server of it.</summary>
public sealed class RemoteTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Reading_commands_say_the_same_through_a_server()
    {
        await _cli.SeedAsync();
        await _cli.DoAsync("grant", "/docs/plan.md", "editor", "user:carol", "--expires", "7d");
        var alice = await MintAsync("user:alice");
        var bob = await MintAsync("user:bob");
        string[][] commands =
        [
            ["ls", "/", "-R", "--json"], ["ls", "/docs", "-l"], ["stat", "/docs/plan.md", "--json"], ["stat", "/private/secret.txt"], ["cat", "/docs/plan.md", "--range", "4-"],
            ["grants", "/docs", "--json"], ["check", "user:bob", "read", "/docs/plan.md", "--json"], ["check", "user:bob", "write", "/docs", "--json"],
            ["explain", "user:bob", "read", "/docs/deep/notes.txt", "--json"], ["stat", "/nowhere"], ["stat", "/../x"], ["ls", "/docs/plan.md"], ["cat", "/docs"],
            ["check", "user:bob", "raed", "/docs"],
        ];
        var local = new List<CliResult>();
        foreach (var command in commands)
        {
            foreach (var subject in new[] { "user:alice", "user:bob" }) local.Add(await _cli.RunAsync([.. command, "--as", subject]));
        }

        await using var server = await ServedData.StartAsync(_cli);
        var i = 0;
        foreach (var command in commands)
        {
            foreach (var token in new[] { alice, bob })
            {
                var remote = await server.RunAsync(token, command);
                Assert.Equal((string.Join(' ', command), local[i].ExitCode, local[i].Out, local[i].Error), (string.Join(' ', command), remote.ExitCode, remote.Out, remote.Error));
                Assert.Equal(local[i++].Raw, remote.Raw);
            }
        }
    }

    [Fact]
    public async Task Changes_through_a_server_are_what_the_data_directory_has_afterwards()
    {
        await _cli.SeedAsync();
        var admin = (await _cli.DoAsync("token", "create", "--scope", "tenant-admin", "--tenant", "acme", "--subject", "user:alice")).Lines[0];
        var root = (await _cli.DoAsync("token", "create", "--scope", "server")).Lines[0];
        var source = Directory.CreateDirectory(Path.Combine(_cli.Root, "source"));
        await File.WriteAllTextAsync(Path.Combine(source.FullName, "im ported?.txt"), "imported", TestContext.Current.CancellationToken);
        await using (var server = await ServedData.StartAsync(_cli))
        {
            await server.DoAsync(admin, "mkdir", "-p", "/new/below");
            await server.DoAsync(admin, "import", source.FullName, "--into", "/new");
            await server.DoAsync(admin, "import", source.FullName, "--into", "/new");
            await server.DoAsync(admin, "cp", "/docs", "/new/copy");
            await server.DoAsync(admin, "mv", "/new/copy", "/copied");
            await server.DoAsync(admin, "rm", "-r", "/private");
            await server.DoAsync(admin, "group", "create", "ops");
            await server.DoAsync(admin, "group", "add", "ops", "user:dave");
            await server.DoAsync(admin, "grant", "/new", "editor", "group:ops#member", "--expires", "7d");
            await server.DoAsync(admin, "revoke", "/docs", "viewer", "group:eng#member");
            await server.DoAsync(admin, "owner", "/copied", "user:erin");
            await server.DoAsync(root, "tenant", "create", "second", "--owner", "user:zoe");
            Assert.Equal(2, (await server.DoAsync(root, "tenant", "list", "--json")).Lines.Length);
            await server.DoAsync(root, "tenant", "drop", "second", "--yes");
            var minted = (await server.DoAsync(admin, "token", "create", "--subject", "user:dave", "--json")).Documents[0];
            Assert.Equal(0, (await server.RunAsync(minted.GetProperty("secret").GetString()!, "put", "/new/by-dave")).ExitCode);
            await server.DoAsync(admin, "token", "revoke", minted.GetProperty("id").GetString()!);
            Assert.Equal(3, (await server.RunAsync(minted.GetProperty("secret").GetString()!, "ls")).ExitCode);
            Assert.Equal(3, (await server.RunAsync(admin, "tenant", "list")).ExitCode);
            Assert.Equal(3, (await server.RunAsync(admin, "fsck")).ExitCode);
        }

        Assert.Equal(["copied/", "copied/deep/", "copied/deep/notes.txt", "copied/plan.md", "docs/", "docs/deep/", "docs/deep/notes.txt", "docs/plan.md", "new/", "new/below/", "new/by-dave", "new/im ported?.txt"], (await _cli.DoAsync("ls", "-R")).Lines);
        Assert.Equal(0, (await _cli.RunAsync("check", "user:dave", "write", "/new")).ExitCode);
        Assert.Equal(1, (await _cli.RunAsync("check", "user:bob", "read", "/docs")).ExitCode);
        Assert.Equal(["user:erin"], (await _cli.DoAsync("owner", "/copied")).Lines);
        await _cli.DoAsync("fsck");
    }

    [Fact]
    public async Task Schemas_are_read_written_and_compared_through_a_server()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--bare");
        var key = (await _cli.DoAsync("token", "create", "--scope", "permissions", "--tenant", "acme")).Lines[0];
        var reader = (await _cli.DoAsync("token", "create", "--scope", "permissions-read", "--tenant", "acme")).Lines[0];
        var file = Path.Combine(_cli.Root, "schema.zed");
        await File.WriteAllTextAsync(file, "definition user {}\ndefinition doc {\n relation viewer: user\n}", TestContext.Current.CancellationToken);
        await using (var server = await ServedData.StartAsync(_cli))
        {
            Assert.Equal(1, (await server.RunAsync(reader, "schema", "read")).ExitCode);
            Assert.Equal(1, (await server.RunAsync(reader, "schema", "diff", file)).ExitCode);
            Assert.Equal(3, (await server.RunAsync(reader, "schema", "write", file)).ExitCode);
            await server.DoAsync(key, "schema", "write", file);
            Assert.Equal("definition user {}\n\ndefinition doc {\n\trelation viewer: user\n}\n", (await server.DoAsync(reader, "schema", "read")).Out);
            Assert.Equal(0, (await server.RunAsync(reader, "schema", "diff", file)).ExitCode);
            Assert.Equal(3, (await server.RunAsync("pnt_0000000000000000000000000000000000000000000", "schema", "read")).ExitCode);
        }

        Assert.Contains("relation viewer: user", (await _cli.DoAsync("schema", "read")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_and_a_missing_server_are_clear_errors()
    {
        await _cli.SeedAsync();
        await using (var server = await ServedData.StartAsync(_cli))
        {
            var wrong = await server.RunAsync("pnt_0000000000000000000000000000000000000000000", "ls");
            Assert.Equal(3, wrong.ExitCode);
            Assert.Contains("panthera token create", wrong.Error, StringComparison.Ordinal);
            Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "ls", "--server", server.Url, "--token", "t", "--as", "user:bob")).ExitCode);
        }

        var gone = await Cli.BareAsync(new CliInput(), "ls", "--server", "http://127.0.0.1:1", "--token", "t");
        Assert.Equal(3, gone.ExitCode);
        Assert.Contains("panthera serve", gone.Error, StringComparison.Ordinal);
    }

    private async Task<string> MintAsync(string subject) => (await _cli.DoAsync("token", "create", "--tenant", "acme", "--subject", subject)).Lines[0];
}
