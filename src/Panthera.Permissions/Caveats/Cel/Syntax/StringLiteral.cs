using System.Text;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>Reads the literals of texts and bytes: quoted once or three times, raw (<c>r"..."</c>), bytes (<c>b"..."</c>).</summary>
internal static class StringLiteral
{
    public static bool StartsAt(string text, int start)
    {
        var at = start;
        at += at < text.Length && text[at] is 'b' or 'B' ? 1 : 0;
        at += at < text.Length && text[at] is 'r' or 'R' ? 1 : 0;
        return at < text.Length && text[at] is '"' or '\'';
    }

    public static CelValue Read(string text, int start, out int end)
    {
        var at = start;
        var isBytes = text[at] is 'b' or 'B';
        at += isBytes ? 1 : 0;
        var isRaw = text[at] is 'r' or 'R';
        at += isRaw ? 1 : 0;
        var quote = text[at];
        var isTripled = string.CompareOrdinal(text, at, new string(quote, 3), 0, 3) == 0;
        var close = isTripled ? new string(quote, 3) : quote.ToString();
        at += close.Length;
        var content = new StringBuilder();
        var bytes = isBytes ? new List<byte>() : null;
        while (at < text.Length && (isTripled || text[at] is not ('\n' or '\r')))
        {
            if (string.CompareOrdinal(text, at, close, 0, close.Length) == 0)
            {
                end = at + close.Length;
                return bytes is null ? Text(content, start) : CelValue.Of(Flush(content, bytes, start).ToArray());
            }

            if (text[at] == '\\' && !isRaw)
            {
                ReadEscape(text, ref at, content, bytes, start);
            }
            else
            {
                Append(text, ref at, content);
            }
        }

        throw new CelSyntaxException(start, $"the string is not closed: expected {close}");
    }

    // A line ends the same way in every literal, whatever the file's line ends.
    private static void Append(string text, ref int at, StringBuilder content)
    {
        if (text[at] == '\r')
        {
            content.Append('\n');
            at += at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            return;
        }

        content.Append(text[at++]);
    }

    private static void ReadEscape(string text, ref int at, StringBuilder content, List<byte>? bytes, int start)
    {
        var escape = at + 1 < text.Length ? text[at + 1] : '\0';
        var simple = Simple(escape);
        if (simple != '\0')
        {
            content.Append(simple);
            at += 2;
            return;
        }

        var (digits, from, radix) = escape switch
        {
            'x' or 'X' => (2, at + 2, 16),
            'u' when bytes is null => (4, at + 2, 16),
            'U' when bytes is null => (8, at + 2, 16),
            >= '0' and <= '3' => (3, at + 1, 8),
            _ => throw new CelSyntaxException(at, $"there is no such escape in {(bytes is null ? "a string" : "bytes")}; write `\\\\` for a backslash"),
        };
        var value = Number(text, from, digits, radix, at);
        if (bytes is not null)
        {
            Flush(content, bytes, start).Add((byte)value);
        }
        else if (Rune.IsValid(value))
        {
            content.Append(new Rune(value).ToString());
        }
        else
        {
            throw new CelSyntaxException(at, "the escape is not a Unicode character");
        }

        at = from + digits;
    }

    private static char Simple(char escape) => escape switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' or '?' or '"' or '\'' or '`' => escape,
        _ => '\0',
    };

    private static uint Number(string text, int from, int digits, int radix, int at)
    {
        var value = 0u;
        for (var i = from; i < from + digits; i++)
        {
            var digit = i < text.Length && char.IsAsciiHexDigit(text[i]) ? Convert.ToInt32(text[i].ToString(), 16) : radix;
            value = digit < radix
                ? (value * (uint)radix) + (uint)digit
                : throw new CelSyntaxException(at, $"the escape needs {digits} {(radix == 8 ? "octal" : "hexadecimal")} digits");
        }

        return value;
    }

    private static CelValue Text(StringBuilder content, int start)
    {
        var value = content.ToString();
        return ContextValue.IsWellFormed(value)
            ? CelValue.Of(value)
            : throw new CelSyntaxException(start, "the string holds an unpaired surrogate");
    }

    // What stands for itself between the escapes of bytes is its UTF-8.
    private static List<byte> Flush(StringBuilder content, List<byte> bytes, int start)
    {
        var value = content.ToString();
        if (!ContextValue.IsWellFormed(value))
        {
            throw new CelSyntaxException(start, "the bytes hold an unpaired surrogate");
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(value));
        content.Clear();
        return bytes;
    }
}
