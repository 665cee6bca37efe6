using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

/// <summary>Holds the examples of docs/schema.md to what they say.</summary>
public sealed class SchemaDocumentTests
{
    [Fact]
    public void Every_example_compiles_and_is_formatted()
    {
        var text = File.ReadAllText(Path.Combine(ConformanceData.Repository(), "docs", "schema.md")).ReplaceLineEndings("\n");
        var examples = text.Split("```zed\n")[1..].Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(3, examples.Count);
        foreach (var example in examples)
        {
            SchemaCompiler.Compile(example);
            Assert.Equal(example, SchemaFormatter.Format(example));
        }
    }
}
