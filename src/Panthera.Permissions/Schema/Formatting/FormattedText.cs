using System.Text;

namespace Panthera.Permissions.Schema.Formatting;

/// <summary>The text that a formatter writes, line by line.</summary>
internal sealed class FormattedText
{
    private readonly StringBuilder _text = new();

    public bool IsEmpty => _text.Length == 0;

    /// <summary>Ends the line, when there is one, and begins the next at an indentation.</summary>
    public void StartLine(int indent, bool afterBlank)
    {
        if (!IsEmpty)
        {
            _text.Append(afterBlank ? "\n\n" : "\n");
        }

        _text.Append('\t', indent);
    }

    public void Space() => _text.Append(' ');

    public void Write(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>Writes a comment; the lines of a block whose every line begins with a star are lined up below its first.</summary>
    public void WriteComment(ReadOnlySpan<char> comment, int indent)
    {
        var lines = comment.ToString().Split('\n');
        var isStarred = lines.Skip(1).All(line => line.AsSpan().TrimStart(" \t").StartsWith("*"));
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().TrimEnd(" \t\r");
            if (i > 0)
            {
                _text.Append('\n');
                if (isStarred)
                {
                    _text.Append('\t', indent).Append(' ');
                    line = line.TrimStart(" \t");
                }
            }

            _text.Append(line);
        }
    }

    public override string ToString() => IsEmpty ? "" : _text.ToString() + '\n';
}
