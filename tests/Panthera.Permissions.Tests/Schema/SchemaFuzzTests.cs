using CsCheck;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Tests.Schema;

/// <summary>Whatever the text, the compiler answers with a schema or with errors that have a place in the text.</summary>
public sealed class SchemaFuzzTests
{
    private static readonly string[] Pieces =
    [
        "definition", "caveat", "relation", "permission", "nil", "with", "use", "expiration", "and", "self", "partial", "import",
        "typechecking", "any", "all", "user", "doc", "viewer", "acme/user", "a", "Ünï", "😀", "\ud800", "\u0000", "\r",
        "{", "}", "(", ")", "<", ">", "+", "-", "&", "|", "->", ".", "...", ",", ":", ";", "=", "#", "*", "/", "//", "/*", "*/", "/**",
        "\"", "'", "\"\"\"", "\\", " ", " ", " ", "\n", "\n", "\t", "0",
    ];

    private static readonly string[] Schemas =
    [
        BuiltInSchema.Text,
        "use expiration\nuse self\nuse partial\nuse import\nimport 'x'\n/** doc */ definition user {}\n"
        + "partial view { relation viewer: user | user:* with expiration }\ndefinition doc {\n relation parent: doc\n ...view\n"
        + " permission read: user | doc = (viewer - nil) & parent.all(read) + self\n}\n"
        + "caveat net(ip map<list<int>>) { ip == {'a': \"b\"} /* } */ }\n",
        "definition user {}\ndefinition group {\n relation member: user | group#member\n}\ndefinition doc {\n relation viewer: user:* | group#member\n"
        + " relation parent: doc\n permission view = viewer - parent->view & viewer\n}\n",
    ];

    [Fact]
    public void A_soup_of_tokens_never_breaks_the_compiler() =>
        Gen.OneOf(Pieces).Array[0, 80].Select(string.Concat).Sample(text => { AssertAnswered(text); }, iter: 20_000);

    [Fact]
    public void A_soup_inside_a_definition_never_breaks_the_compiler() =>
        Gen.OneOf(Pieces).Array[0, 30]
            .Select(soup => "use expiration\ndefinition user {}\ndefinition doc {\nrelation viewer: user\npermission view = " + string.Join(' ', soup) + "\n}")
            .Sample(text => { AssertAnswered(text); }, iter: 20_000);

    [Fact]
    public void A_valid_schema_with_parts_cut_and_pasted_never_breaks_the_compiler()
    {
        var (compiled, ofGrammar, ofTypes) = (0, 0, 0);
        Gen.Select(Gen.OneOf(Schemas), Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Gen.OneOf<string>([.. Pieces, ""])).Array[1, 4])
            .Select((schema, edits) => edits.Aggregate(schema, Edit))
            .Sample(
                text =>
                {
                    switch (AssertAnswered(text))
                    {
                        case null:
                            Interlocked.Increment(ref compiled);
                            break;
                        case SchemaErrorKind.Parse:
                            Interlocked.Increment(ref ofGrammar);
                            break;
                        default:
                            Interlocked.Increment(ref ofTypes);
                            break;
                    }
                },
                iter: 20_000);

        // Each way through the compiler was taken, or the edits are not the ones that would find anything.
        Assert.True(compiled > 0 && ofGrammar > 0 && ofTypes > 0, $"{compiled} compiled, {ofGrammar} and {ofTypes} refused");
    }

    private static string Edit(string text, (double At, double Length, string Inserted) edit)
    {
        var start = (int)(edit.At * text.Length);
        // Mostly short cuts: a long one leaves nothing of the schema to be wrong.
        var length = (int)(edit.Length * edit.Length * edit.Length * (text.Length - start));
        return string.Concat(text.AsSpan(0, start), edit.Inserted, text.AsSpan(start + length));
    }

    private static SchemaErrorKind? AssertAnswered(string text)
    {
        AssertFormatted(text);
        if (SchemaCompiler.TryCompile(text, out var schema, out var errors))
        {
            Assert.Empty(errors);
            Assert.Equal(text, schema.Text);
            return null;
        }

        Assert.InRange(errors.Length, 1, 20);
        var lines = text.Split('\n');
        foreach (var error in errors)
        {
            Assert.InRange(error.Line, 1, lines.Length);
            Assert.InRange(error.Column, 1, lines[error.Line - 1].Length + 1);
        }

        return errors[0].Kind;
    }

    // What parses is formatted, once and for all; what does not is refused as the compiler refuses it.
    private static void AssertFormatted(string text)
    {
        string formatted;
        try
        {
            formatted = SchemaFormatter.Format(text);
        }
        catch (SchemaException exception)
        {
            Assert.All(exception.Errors, error => Assert.Equal(SchemaErrorKind.Parse, error.Kind));
            return;
        }

        Assert.Equal(SchemaShape.Of(text), SchemaShape.Of(formatted));
        Assert.Equal(formatted, SchemaFormatter.Format(formatted));
    }
}
