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
            var result = await Cli.BareAsync(new CliInput(), "bench", "metadata", "--paths", file, "--size", "churn=3000", "--size", "stats=500", "--json");
            Assert.Equal(0, result.ExitCode);
            var document = result.Documents.Single();
            Assert.Equal(600, document.GetProperty("sizes").GetProperty("paths").GetInt64());
            var values = document.GetProperty("results").EnumerateArray().ToDictionary(static each => each.GetProperty("metric").GetString()!, static each => each.GetProperty("value").GetDouble());
            Assert.InRange(values["metadata.inodes.bytes_per_entry"], 24, 60);
            Assert.True(values["metadata.names.bytes_per_entry"] > 1);
            Assert.True(values["metadata.churned.bytes_per_entry"] > 24);
            Assert.True(values["metadata.list.rate"] > 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_metadata_benchmark_without_paths_is_wrong_usage() =>
        Assert.Equal(3, (await Cli.BareAsync(new CliInput(), "bench", "metadata")).ExitCode);
}
