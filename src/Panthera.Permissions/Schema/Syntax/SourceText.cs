using System.Text;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A schema's text with the places of its lines.</summary>
/// <remarks>Confined to the compilation that made it.</remarks>
internal sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];

    // Where the last answer was, so that asking for every place of one endless line stays linear.
    private int _lastOffset;
    private int _lastLine;
    private int _lastColumn = 1;

    private readonly Func<int, string> _describeLine;

    /// <param name="text">The text.</param>
    /// <param name="describeLine">How a line of it is named in messages, where it is put together from files; null for its number.</param>
    public SourceText(string text, Func<int, string>? describeLine = null)
    {
        Text = text;
        _describeLine = describeLine ?? (line => $"line {line}");
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _lineStarts.Add(i + 1);
        }
    }

    public string Text { get; }

    /// <summary>Turns an offset into a line and a column, both from 1; columns count code points, so an emoji is one.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        var goesOn = line == _lastLine && offset >= _lastOffset;
        var start = goesOn ? _lastOffset : _lineStarts[line];
        var column = goesOn ? _lastColumn : 1;
        foreach (var _ in Text.AsSpan(start, offset - start).EnumerateRunes())
        {
            column++;
        }

        (_lastOffset, _lastLine, _lastColumn) = (offset, line, column);
        return (line + 1, column);
    }

    /// <summary>Names a line in a message, such as <c>line 3</c>.</summary>
    public string DescribeLine(int line) => _describeLine(line);

    public SchemaError Error(SchemaErrorKind kind, int offset, string message)
    {
        var (line, column) = Locate(offset);
        return new SchemaError(kind, message, line, column);
    }

    /// <summary>Quotes the user's own text for a message; what is too long to read is cut.</summary>
    public static string Quote(string text)
    {
        const int Longest = SchemaLimits.MaxTypeNameBytes;
        return text.Length <= Longest ? $"`{text}`" : $"`{text.AsSpan(0, Longest)}...`";
    }

    /// <summary>Whether the text is longer than a schema may be.</summary>
    public static bool IsTooLong(string text) =>
        text.Length > SchemaLimits.MaxTextBytes || Encoding.UTF8.GetByteCount(text) > SchemaLimits.MaxTextBytes;
}
