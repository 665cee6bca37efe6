using System.IO.Compression;
using System.Text.Json;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Schema.Reflection;
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
    public void Every_scenario_schema_compiles()
    {
        var folder = ConformanceData.Require(Path.Combine("spicedb", "scenarios"));
        var files = Directory.GetFiles(folder, "*.yaml");
        Assert.NotEmpty(files);
        var caveats = 0;
        foreach (var file in files)
        {
            Assert.True(SchemaCompiler.TryCompile(ReadSchema(file), out var schema, out var errors), $"{Path.GetFileName(file)}: {string.Join("; ", errors)}");
            caveats += schema.Caveats.Length;
        }

        Assert.NotEqual(0, caveats);
    }

    [Fact]
    public void Every_schema_of_the_differential_cases_compiles_and_survives_formatting()
    {
        var file = Path.Combine(ConformanceData.Require("differential"), "cases.jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var cases = 0;
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var text = document.RootElement.GetProperty("schema").GetString()!;
            Assert.True(SchemaCompiler.TryCompile(text, out var schema, out var errors), $"case {cases}: {string.Join("; ", errors)}");
            Assert.Empty(SchemaDiff.Between(schema, SchemaCompiler.Compile(SchemaFormatter.Format(text))));
            cases++;
        }

        Assert.Equal(600, cases);
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
