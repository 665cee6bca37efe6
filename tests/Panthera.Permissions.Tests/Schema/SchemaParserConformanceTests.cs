using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Tests.Schema;

public sealed class SchemaParserConformanceTests
{
    [Fact]
    public void Every_labelled_schema_parses_or_is_refused_as_labelled()
    {
        var folder = ConformanceData.Require(Path.Combine("spicedb", "schemas"));
        var rows = File.ReadAllLines(Path.Combine(folder, "labels.csv")).Skip(1).Where(row => row.Length > 0).ToList();
        Assert.NotEmpty(rows);
        var wrong = new List<string>();
        foreach (var row in rows)
        {
            var fields = row.Split(',');
            var error = ParseError(File.ReadAllText(Path.Combine(folder, fields[0])));
            if (error is null != (fields[1] == "yes"))
            {
                wrong.Add($"{fields[0]}: labelled {fields[1]}, but {error ?? "it parsed"}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_scenario_schema_parses_and_compiles_unless_it_has_caveats()
    {
        var folder = ConformanceData.Require(Path.Combine("spicedb", "scenarios"));
        var files = Directory.GetFiles(folder, "*.yaml");
        Assert.NotEmpty(files);
        var wrong = new List<string>();
        var compiled = 0;
        foreach (var file in files)
        {
            var text = ReadSchema(file);
            if (SchemaCompiler.TryCompile(text, out _, out var errors))
            {
                compiled++;
                Assert.DoesNotContain("caveat ", text, StringComparison.Ordinal);
            }
            else if (!errors.All(error => error.Kind == SchemaErrorKind.Type && error.Message.Contains("not supported yet", StringComparison.Ordinal)))
            {
                wrong.Add($"{Path.GetFileName(file)}: {string.Join("; ", errors)}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(compiled > files.Length / 2, $"only {compiled} of {files.Length} compiled");
    }

    private static string? ParseError(string text)
    {
        try
        {
            SchemaParser.Parse(new SourceText(text));
            return null;
        }
        catch (SchemaException exception)
        {
            return exception.Message;
        }
    }

    private static string ReadSchema(string file)
    {
        using var reader = new StreamReader(file);
        var yaml = new YamlDotNet.RepresentationModel.YamlStream();
        yaml.Load(reader);
        var root = (YamlDotNet.RepresentationModel.YamlMappingNode)yaml.Documents[0].RootNode;
        return ((YamlDotNet.RepresentationModel.YamlScalarNode)root["schema"]).Value!;
    }
}
