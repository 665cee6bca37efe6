using CsCheck;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

public sealed class SchemaFormatterPropertyTests
{
    [Fact]
    public void A_schema_printed_in_two_ways_reads_the_same() => Gen.Int.Sample(
        seed =>
        {
            var (plain, wild) = RandomSchemaText.Write(seed, documents: false);
            Assert.Equal(SchemaShape.Of(plain), SchemaShape.Of(wild));
        },
        iter: 5_000);

    [Fact]
    public void Formatting_changes_nothing_but_the_layout_and_is_done_at_once() => Gen.Int.Sample(
        seed =>
        {
            var (plain, wild) = RandomSchemaText.Write(seed, documents: true);
            AssertFormats(plain);
            AssertFormats(wild);
        },
        iter: 5_000);

    [Fact]
    public void Every_schema_of_the_conformance_data_that_parses_is_formatted()
    {
        var folder = ConformanceData.Require(Path.Combine("spicedb", "schemas"));
        foreach (var row in File.ReadAllLines(Path.Combine(folder, "labels.csv")).Skip(1).Where(row => row.EndsWith(",yes", StringComparison.Ordinal)))
        {
            AssertFormats(File.ReadAllText(Path.Combine(folder, row.Split(',')[0])));
        }
    }

    private static void AssertFormats(string text)
    {
        var formatted = SchemaFormatter.Format(text);
        Assert.Equal(SchemaShape.Of(text), SchemaShape.Of(formatted));
        Assert.Equal(formatted, SchemaFormatter.Format(formatted));
        Assert.DoesNotContain('\r', formatted);
        Assert.DoesNotContain("\n\n\n", formatted, StringComparison.Ordinal);
    }
}
