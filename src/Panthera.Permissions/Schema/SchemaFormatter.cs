using Panthera.Permissions.Schema.Formatting;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema;

/// <summary>Writes a schema's text in the usual layout.</summary>
/// <remarks>
/// It looks at the grammar only: names need not be defined, nor caveats' expressions be right. Comments, parentheses and the order of
/// everything stay. Formatting what is formatted changes nothing. Thread-safe.
/// </remarks>
public static class SchemaFormatter
{
    /// <summary>Formats a schema's text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with the same tokens and comments, indented by tabs, its lines ended by line feeds.</returns>
    /// <exception cref="SchemaException">The text does not follow the grammar; the exception says where and why.</exception>
    public static string Format(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var source = new SourceText(text);
        SchemaParser.Parse(source);
        var formatted = SchemaLayout.Write(source);

        // INVARIANT (same-meaning): whoever overwrites a file with this can rely on it, so it is checked rather than believed.
        return TokenComparison.AreSame(source, new SourceText(formatted))
            ? formatted
            : throw new InvalidOperationException("the formatter would have changed the schema's meaning; nothing was formatted");
    }
}
