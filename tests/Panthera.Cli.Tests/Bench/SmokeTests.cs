namespace Panthera.Cli.Tests.Bench;

public sealed class SmokeTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Smoke_gives_one_document_with_every_metric()
    {
        var source = Directory.CreateDirectory(Path.Combine(_cli.Root, "source"));
        for (var i = 0; i < 20; i++) await File.WriteAllTextAsync(Path.Combine(source.FullName, $"{i}"), $"{i}", TestContext.Current.CancellationToken);
        string[] sizes = ["files=300", "users=20", "groups=5", "checks=500", "listed=10", "imported=20"];
        var result = await Cli.BareAsync(
            new CliInput(), ["bench", "smoke", "--json", "--seed", "7", "--seconds", "0.2", "--source", source.FullName, .. sizes.SelectMany(static size => new[] { "--size", size })]);
        Assert.True(result.ExitCode == 0, result.Error);
        var document = result.Documents.Single();
        Assert.Equal(("smoke", 7, 20), (document.GetProperty("bench").GetString(), document.GetProperty("seed").GetInt32(), document.GetProperty("sizes").GetProperty("imported").GetInt32()));
        Assert.NotEmpty(document.GetProperty("machine").GetString()!);
        Assert.NotEmpty(document.GetProperty("version").GetString()!);
        var results = document.GetProperty("results").EnumerateArray().ToDictionary(static each => each.GetProperty("metric").GetString()!);
        string[] metrics =
        [
            "check.path.p50", "check.path.p99", "check.path.allocated", "check.text.p50", "check.path.dense.p50", "list.1000.http.p50", "list.1000.half.http.p50",
            "get.4k.rate", "get.4k.bare.rate", "get.4k.ratio", "import.rate", "commit.sync.p50",
        ];
        Assert.Equal(metrics.Order(), results.Keys.Order());
        Assert.All(results.Values, static each => Assert.True(each.GetProperty("value").GetDouble() > 0, each.ToString()));
        Assert.All(results.Where(static each => each.Key.EndsWith("p50", StringComparison.Ordinal)), static each => Assert.Equal("ns", each.Value.GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task A_wrong_benchmark_or_size_is_wrong_usage()
    {
        Assert.Contains("did you mean `smoke`", (await Cli.BareAsync(new CliInput(), "bench", "smoek")).Error, StringComparison.Ordinal);
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "bench", "smoke", "--size", "fils=3")).ExitCode);
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "bench", "smoke", "--seconds", "0")).ExitCode);
        Assert.Contains("smoke", (await Cli.BareAsync(new CliInput(), "bench", "list", "--json")).Documents.Select(static each => each.GetProperty("bench").GetString()));
    }
}
