using System.Text.Json;

namespace Panthera.Cli.Tests.Import;

/// <summary>Kills the real program while it imports, and holds the data directory to what it had acknowledged.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Files = 600;

    private readonly Cli _cli = new();
    private readonly string _source;

    public CrashTests() => _source = Path.Combine(_cli.Root, "source");

    public void Dispose() => _cli.Dispose();

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task An_import_killed_at_any_moment_keeps_all_that_it_acknowledged_and_completes_when_it_runs_again()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        MakeSource(random);
        await _cli.DoAsync("tenant", "create", "acme", "--owner", "user:alice");
        await _cli.DoAsync("mkdir", "/in");
        await _cli.DoAsync("grant", "/in", "viewer", "user:bob");
        var rounds = Environment.GetEnvironmentVariable("PANTHERA_SOAK") == "1" ? 40 : 3;
        var acknowledged = new HashSet<string>();
        for (var round = 0; round < rounds; round++)
        {
            // Each round changes some files, so that it has something to write.
            foreach (var path in Directory.GetFiles(_source, "*", SearchOption.AllDirectories).Where(_ => random.Next(4) == 0))
            {
                await File.AppendAllTextAsync(path, $"round {round}", TestContext.Current.CancellationToken);
                acknowledged.Remove(Target(path));
            }

            acknowledged.UnionWith(await KillAsync(random.Next(1, Files)));
            await HoldToAsync(acknowledged, seed);
        }

        await _cli.DoAsync("import", _source, "--into", "/in");
        await HoldToAsync(Directory.GetFiles(_source, "*", SearchOption.AllDirectories).Select(Target), seed);
        Assert.Equal(Files, (await _cli.DoAsync("ls", "/in", "-R", "--json")).Documents.Count(static entry => entry.GetProperty("kind").GetString() == "file"));
    }

    /// <summary>Imports, and kills the process after so many acknowledgements (or at the end, if there are fewer).</summary>
    /// <returns>What it had acknowledged.</returns>
    private async Task<List<string>> KillAsync(int after)
    {
        List<string> acknowledged = [];
        using var process = PantheraProcess.Start("import", _source, "--into", "/in", "--json", "--data", _cli.Data);
        while (await process.Out.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // A line that was cut off by the kill acknowledges nothing.
            if (!line.EndsWith('}')) break;
            var document = JsonDocument.Parse(line).RootElement;
            if (document.GetProperty("status").GetString() is "written" or "unchanged" && document.TryGetProperty("path", out var path)) acknowledged.Add(path.GetString()!);
            if (acknowledged.Count == after) await process.KillAsync();
        }

        return acknowledged;
    }

    private async Task HoldToAsync(IEnumerable<string> acknowledged, int seed)
    {
        var report = await _cli.RunAsync("fsck");
        Assert.True(report.ExitCode == 0, $"seed {seed}: {report.Out}{report.Error}");
        await using var store = await Panthera.Cli.Client.DataDirectory.OpenAsync(_cli.Data, TimeProvider.System, TestContext.Current.CancellationToken);
        var files = (await store.OpenTenantAsync("acme")).Value.Files!;
        var bob = Panthera.Files.Caller.As(Permissions.SubjectReference.Parse("user:bob"));
        foreach (var path in acknowledged)
        {
            using var content = files.OpenRead(bob, path).Value;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, 0, content.SizeBytes, TestContext.Current.CancellationToken);
            Assert.True((await File.ReadAllBytesAsync(Source(path), TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(bytes.ToArray()), $"seed {seed}: {path}");
            Assert.Equal("user:alice", content.Entry.Owner!.ToString());
        }
    }

    private void MakeSource(Random random)
    {
        for (var i = 0; i < Files; i++)
        {
            var path = Path.Combine(_source, $"dir{i % 17}", $"file{i:d4}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // One in fifty is too large for the commit itself, and becomes a file of its own.
            var content = new byte[i % 50 == 0 ? random.Next(70_000, 200_000) : random.Next(0, 3000)];
            random.NextBytes(content);
            File.WriteAllBytes(path, content);
        }
    }

    private string Target(string path) => "/in" + path[_source.Length..].Replace(Path.DirectorySeparatorChar, '/');

    private string Source(string path) => _source + path["/in".Length..];
}
