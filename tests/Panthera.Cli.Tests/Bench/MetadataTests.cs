using System.Globalization;

namespace Panthera.Cli.Tests.Bench;

public sealed class MetadataTests
{
    [Fact]
    public async Task The_metadata_benchmark_imports_paths_reopens_churns_and_counts_every_part()
    {
        var file = Path.GetTempFileName();
        try
        {
            // A path below a file and a line that names no path are left out.
            await File.WriteAllLinesAsync(
                file,
                Enumerable.Range(0, 600).Select(static i => string.Create(CultureInfo.InvariantCulture, $"/usr/share/doc-{i % 20}/file-{i:d4}\tpackage-{i % 7}")).Append("/usr/share/doc-0/file-0000/below\tx").Append("no path"),
                TestContext.Current.CancellationToken);
            var result = await Cli.BareAsync(
                new CliInput(), "bench", "metadata", "--paths", file, "--json",
                "--size", "churn=3000", "--size", "stats=500", "--size", "directory=2000", "--size", "tenants=5", "--size", "copies=2", "--size", "rounds=1");
            Assert.Equal(0, result.ExitCode);
            var document = result.Documents.Single();
            Assert.Equal(600, document.GetProperty("sizes").GetProperty("paths").GetInt64());
            var values = document.GetProperty("results").EnumerateArray().ToDictionary(static each => each.GetProperty("metric").GetString()!, static each => each.GetProperty("value").GetDouble());
            Assert.InRange(values["metadata.inodes.bytes_per_entry"], 24, 60);
            Assert.True(values["metadata.names.bytes_per_entry"] > 1);
            Assert.True(values["metadata.churned.bytes_per_entry"] > 24);
            Assert.True(values["metadata.list.rate"] > 0);

            // Every figure is there by its name, of every part.
            string[] names =
            [
                "metadata.bytes_per_entry", "metadata.rss_per_entry", "metadata.managed_heap", "metadata.gc_pause_max", "metadata.stat.p50", "metadata.stat.p99", "metadata.stat.allocated",
                "metadata.apply.rate", "metadata.load.rate", "metadata.cold_first_check", "metadata.hundred_million.rss", "metadata.drop", "metadata.drop.reclamation", "metadata.drop.neighbour.p99",
                "metadata.idle_tenant.bytes", "metadata.idle_tenant.bytes.evicted", "metadata.directory.bytes_per_entry", "metadata.directory.page.p50", "metadata.directory.change.p50",
            ];
            foreach (var name in names) Assert.Contains(name, values.Keys);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_same_paths_in_Redis_are_measured_beside()
    {
        if (!IsInstalled("redis-server")) Assert.Skip("`redis-server` is not installed");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, 500).Select(static i => $"/usr/share/doc-{i % 20}/file-{i}\tpackage"), TestContext.Current.CancellationToken);
            var result = await Cli.BareAsync(new CliInput(), "bench", "metadata", "--paths", file, "--json", "--part", "directory", "--size", "directory=2000", "--size", "paths=500", "--redis");
            Assert.Equal(0, result.ExitCode);
            var values = result.Documents.Single().GetProperty("results").EnumerateArray().ToDictionary(static each => each.GetProperty("metric").GetString()!, static each => each.GetProperty("value").GetDouble());
            Assert.InRange(values["redis.bytes_per_entry"], 80, 1000);
            Assert.True(values["redis.stat.p50"] > 0);
            Assert.DoesNotContain("metadata.bytes_per_entry", values.Keys);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_part_that_a_benchmark_does_not_have_is_wrong_usage()
    {
        var result = await Cli.BareAsync(new CliInput(), "bench", "metadata", "--part", "wings");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("directory", result.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "bench", "tenants", "--part", "tree")).ExitCode);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));

    [Fact]
    public async Task The_metadata_benchmark_without_paths_is_wrong_usage() =>
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "bench", "metadata")).ExitCode);
}
