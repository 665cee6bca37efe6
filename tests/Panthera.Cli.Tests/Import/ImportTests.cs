namespace Panthera.Cli.Tests.Import;

public sealed class ImportTests : IDisposable
{
    private readonly Cli _cli = new();
    private readonly string _source;

    public ImportTests()
    {
        _source = Path.Combine(_cli.Root, "source");
        Write("a.txt", "a");
        Write("sub/b.txt", "b");
        Write("sub/deep/empty.txt", "");
        Write("sub/deep/large.bin", new string('x', 200_000));
        Directory.CreateDirectory(Path.Combine(_source, "nothing"));
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task An_import_copies_files_empty_directories_and_times()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        var when = new DateTime(2020, 5, 17, 1, 2, 3, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(_source, "a.txt"), when);
        var summary = (await _cli.DoAsync("import", _source, "--tenant", "acme", "--into", "/in/here", "--json")).Documents[^1];
        Assert.Equal(("done", 4, 0), (summary.GetProperty("status").GetString(), summary.GetProperty("written").GetInt32(), summary.GetProperty("failed").GetInt32()));
        Assert.Equal(
            ["a.txt", "nothing/", "sub/", "sub/b.txt", "sub/deep/", "sub/deep/empty.txt", "sub/deep/large.bin"],
            (await _cli.DoAsync("ls", "/in/here", "-R")).Lines);
        Assert.Equal(200_000, (await _cli.DoAsync("cat", "/in/here/sub/deep/large.bin")).Raw.Length);
        var entry = (await _cli.DoAsync("stat", "/in/here/a.txt", "--json")).Documents[0];
        Assert.Equal(("2020-05-17T01:02:03Z", "user:alice"), (entry.GetProperty("modifiedAt").GetString(), entry.GetProperty("owner").GetString()));
    }

    [Fact]
    public async Task An_import_that_runs_again_writes_only_what_differs()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        await _cli.DoAsync("import", _source);
        Write("a.txt", "changed");
        Write("new.txt", "new");
        File.SetLastWriteTimeUtc(Path.Combine(_source, "sub/b.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var lines = (await _cli.DoAsync("import", _source, "--json")).Documents;
        var written = lines.Where(static line => line.GetProperty("status").GetString() == "written").Select(static line => line.GetProperty("path").GetString());
        Assert.Equal(["/a.txt", "/new.txt"], written.Order());
        Assert.Equal(3, lines[^1].GetProperty("unchanged").GetInt32());
        Assert.Equal(2UL, (await _cli.DoAsync("stat", "/a.txt", "--json")).Documents[0].GetProperty("version").GetUInt64());
        Assert.Equal(1UL, (await _cli.DoAsync("stat", "/sub/b.txt", "--json")).Documents[0].GetProperty("version").GetUInt64());
    }

    [Fact]
    public async Task Links_are_skipped_and_what_is_refused_is_reported_while_the_rest_goes_on()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        File.CreateSymbolicLink(Path.Combine(_source, "link"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(_source, "loop"), _source);
        await _cli.DoAsync("mkdir", "-p", "/a.txt");
        var result = await _cli.RunAsync("import", _source, "--json");
        Assert.Equal(1, result.ExitCode);
        var byStatus = result.Documents[..^1].ToLookup(static line => line.GetProperty("status").GetString(), static line => line.GetProperty("path").GetString());
        Assert.Equal(["/link", "/loop"], byStatus["skipped"].Order());
        Assert.Equal(["/a.txt"], byStatus["failed"]);
        Assert.Equal(3, byStatus["written"].Count());
        Assert.Equal(1, (await _cli.RunAsync("stat", "/link")).ExitCode);
    }

    [Fact]
    public async Task A_pipe_is_skipped_instead_of_waited_for()
    {
        if (!OperatingSystem.IsLinux()) return;
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_source, "pipe"))) await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        var result = await _cli.DoAsync("import", _source, "--json");
        Assert.Equal("/pipe", result.Documents.Single(static line => line.GetProperty("status").GetString() == "skipped").GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_subject_imports_only_where_it_may_write()
    {
        await _cli.SeedAsync();
        Assert.Equal(1, (await _cli.RunAsync("import", _source, "--into", "/docs/new", "--as", "user:bob")).ExitCode);
        await _cli.DoAsync("grant", "/docs", "editor", "user:bob");
        await _cli.DoAsync("import", _source, "--into", "/docs/new", "--as", "user:bob");
        Assert.Equal(["user:bob"], (await _cli.DoAsync("owner", "/docs/new/a.txt")).Lines);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_clear_error()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        var missing = await _cli.RunAsync("import", Path.Combine(_cli.Root, "none"));
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("there is no directory", missing.Error, StringComparison.Ordinal);
        Assert.Contains("panthera put", (await _cli.RunAsync("import", Path.Combine(_source, "a.txt"))).Error, StringComparison.Ordinal);
        Assert.Equal(3, (await _cli.RunAsync("import", _source, "--into", "relative")).ExitCode);
    }

    [Fact]
    public async Task A_stopped_import_says_so_and_completes_when_it_runs_again()
    {
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var stopped = await _cli.RunAsync(new CliInput { Cancellation = stop.Token }, "import", _source);
        Assert.Equal(3, stopped.ExitCode);
        Assert.Contains("stopped", stopped.Error, StringComparison.Ordinal);
        await _cli.DoAsync("import", _source);
        Assert.Equal(7, (await _cli.DoAsync("ls", "-R")).Lines.Length);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
