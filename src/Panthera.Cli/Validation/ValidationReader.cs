using Panthera.Permissions.Graph;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Panthera.Cli.Validation;

/// <summary>Reads validation files.</summary>
/// <remarks>What it does not know is refused: a misspelt `assertions` would hold by asserting nothing.</remarks>
internal static class ValidationReader
{
    private const string Keys = "`schema` or `schemaFile`, `relationships`, `assertions` and `validation`";

    private static readonly (string Name, Decision Wanted)[] s_assertions =
        [("assertTrue", Decision.Allowed), ("assertCaveated", Decision.Conditional), ("assertFalse", Decision.Denied)];

    /// <exception cref="ValidationFormatException">The text is no YAML, or no validation file.</exception>
    internal static ValidationDocument Read(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new ValidationFormatException(exception.Start.Line, $"this is no YAML: {exception.Message}");
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new ValidationFormatException(1, $"a validation file is one YAML document that has {Keys}");
        var document = new ValidationDocument();
        foreach (var (key, value) in Members(root, "the file"))
        {
            document = key.Text switch
            {
                "schema" => document with { Schema = Scalar(value, "`schema`").Text },
                "schemaFile" => document with { SchemaFile = Scalar(value, "`schemaFile`").Text },
                "relationships" => document with { Relationships = Relationships(Scalar(value, "`relationships`").Text) },
                "assertions" => document with { Assertions = Assertions(value) },
                "validation" => document with { Expected = Expected(value) },
                _ => throw Wrong(value, $"`{key.Text}` means nothing in a validation file; it has {Keys}"),
            };
        }

        return document.Schema is null == document.SchemaFile is null
            ? throw new ValidationFormatException(1, "a validation file has either `schema` or `schemaFile`")
            : document;
    }

    private static List<string> Relationships(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(static line => !line.StartsWith("//", StringComparison.Ordinal)).Distinct()];

    private static List<Assertion> Assertions(YamlNode node)
    {
        List<Assertion> assertions = [];
        foreach (var ((key, _), value) in Members(node, "`assertions`"))
        {
            var kind = Array.Find(s_assertions, candidate => candidate.Name == key);
            if (kind.Name is null) throw Wrong(value, $"`{key}` is no kind of assertion; there are `assertTrue`, `assertCaveated` and `assertFalse`");
            assertions.AddRange(Texts(value, $"`{key}`").Select(question => new Assertion(key, kind.Wanted, question)));
        }

        return assertions;
    }

    private static List<ExpectedRelation> Expected(YamlNode node) =>
        [.. Members(node, "`validation`").Select(member => new ExpectedRelation(member.Key, Texts(member.Value, $"`{member.Key.Text}`")))];

    private static IEnumerable<(NumberedText Key, YamlNode Value)> Members(YamlNode node, string what)
    {
        if (IsNothing(node)) return [];
        if (node is not YamlMappingNode mapping) throw Wrong(node, $"{what} should be a mapping");
        return mapping.Children.Select(member => (Scalar(member.Key, "a key"), member.Value));
    }

    private static List<NumberedText> Texts(YamlNode node, string what)
    {
        if (IsNothing(node)) return [];
        return node is YamlSequenceNode sequence
            ? [.. sequence.Children.Select(item => Scalar(item, $"an item of {what}"))]
            : throw Wrong(node, $"{what} should be a list");
    }

    private static NumberedText Scalar(YamlNode node, string what) =>
        node is YamlScalarNode { Value: { } text } ? new(text, (int)node.Start.Line) : throw Wrong(node, $"{what} should be a text");

    private static bool IsNothing(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private static ValidationFormatException Wrong(YamlNode node, string message) => new(node.Start.Line, message);
}
