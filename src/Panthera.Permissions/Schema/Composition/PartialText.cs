using System.Text;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Composition;

/// <summary>Writes the text of partials where they are included, and takes the partials themselves out.</summary>
/// <remarks>For a schema that compiles, so that what is included is defined, does not include itself, and is bounded.</remarks>
internal sealed class PartialText
{
    private readonly string _text;
    private readonly Dictionary<string, PartialSyntax> _partials;
    private readonly StringBuilder _output = new();

    private PartialText(string text, SchemaSyntax syntax)
    {
        _text = text;
        _partials = syntax.Partials.ToDictionary(partial => partial.Name.Text, StringComparer.Ordinal);
    }

    public static string WriteOut(string text, SchemaSyntax syntax)
    {
        var writer = new PartialText(text, syntax);
        writer.WriteSchema(syntax);
        return writer._output.ToString();
    }

    private void WriteSchema(SchemaSyntax syntax)
    {
        var removed = syntax.Partials.Select(partial => partial.CommentedSpan)
            .Concat(syntax.Uses.Where(use => use.Flag == SchemaFlag.Partial).Select(use => use.Span))
            .Select(span => (Span: span, Reference: (PartialReferenceSyntax?)null));
        var included = syntax.Definitions.SelectMany(definition => definition.Members).OfType<PartialReferenceSyntax>()
            .Select(reference => (reference.Span, Reference: (PartialReferenceSyntax?)reference));
        WriteReplacing(new TextSpan(0, _text.Length), removed.Concat(included).OrderBy(change => change.Span.Start));
    }

    // As deep as partials nest.
    private void WriteReplacing(TextSpan whole, IEnumerable<(TextSpan Span, PartialReferenceSyntax? Reference)> changes)
    {
        var end = whole.Start;
        foreach (var (span, reference) in changes)
        {
            _output.Append(_text, end, span.Start - end);
            end = span.End;

            // What stood before documented what is gone; the end of a statement keeps it from what follows.
            _output.Append(';');
            if (reference is not null && _partials[reference.Name.Text] is var partial)
            {
                WriteReplacing(
                    Trim(partial.Block),
                    partial.Members.OfType<PartialReferenceSyntax>().Select(inner => (inner.Span, (PartialReferenceSyntax?)inner)));
                _output.Append('\n');
            }
        }

        _output.Append(_text, end, whole.End - end);
    }

    private TextSpan Trim(TextSpan span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return new TextSpan(start, end);
    }
}
