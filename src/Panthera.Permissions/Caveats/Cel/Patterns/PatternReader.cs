using System.Globalization;
using System.Text;

namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Goes over the text of a pattern, character by character.</summary>
internal sealed class PatternReader(string text)
{
    private int _position;

    public bool IsAtEnd => _position >= text.Length;

    public bool IsAt(char c) => _position < text.Length && text[_position] == c;

    public bool TryTake(char c)
    {
        var isTaken = IsAt(c);
        _position += isTaken ? 1 : 0;
        return isTaken;
    }

    public bool TryTake(string part)
    {
        var isTaken = string.CompareOrdinal(text, _position, part, 0, part.Length) == 0;
        _position += isTaken ? part.Length : 0;
        return isTaken;
    }

    /// <summary>Takes a character.</summary>
    public int Next()
    {
        if (IsAtEnd)
        {
            throw new PatternException("it ends too early");
        }

        Rune.DecodeFromUtf16(text.AsSpan(_position), out var rune, out var length);
        _position += length;
        return rune.Value;
    }

    /// <summary>Takes <c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>; braces around anything else stand for themselves.</summary>
    public bool TryTakeCounts(out int least, out int? most)
    {
        (least, most) = (0, null);
        var close = IsAt('{') ? text.IndexOf('}', _position) : -1;
        if (close < 0)
        {
            return false;
        }

        var counts = text.AsSpan(_position + 1, close - _position - 1);
        var comma = counts.IndexOf(',');
        var first = comma < 0 ? counts : counts[..comma];
        var second = comma < 0 ? counts : counts[(comma + 1)..];
        if (!TryCount(first, out least) || (second.Length > 0 && !TryCount(second, out _)))
        {
            return false;
        }

        if (second.Length > 0)
        {
            TryCount(second, out var value);
            most = value;
        }

        _position = close + 1;
        return true;
    }

    /// <summary>Takes <c>P&lt;name&gt;</c> or <c>&lt;name&gt;</c>: the group's name, which nothing asks for.</summary>
    public bool TryTakeGroupName()
    {
        var start = _position;
        if (!(TryTake("P<") || TryTake('<')))
        {
            return false;
        }

        var nameStart = _position;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] == '_'))
        {
            _position++;
        }

        if (_position > nameStart && TryTake('>'))
        {
            return true;
        }

        _position = start;
        throw new PatternException("looking behind and other groups beyond RE2 cannot be matched in linear time, or a group's name is not closed");
    }

    /// <summary>Takes what follows a backslash and stands for one character.</summary>
    public int EscapedCharacter()
    {
        var c = Next();
        switch (c)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal();
            case '0':
                return Octal(0);
            case >= '1' and <= '7' when IsAtOctalDigit():
                return Octal(c - '0');
            default:
                return c < 128 && !char.IsAsciiLetterOrDigit((char)c)
                    ? c
                    : throw new PatternException($"there is no escape `\\{new Rune(c)}`; back references cannot be matched in linear time");
        }
    }

    private static bool TryCount(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        return digits.Length is > 0 and < 9 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private bool IsAtOctalDigit() => !IsAtEnd && text[_position] is >= '0' and <= '7';

    private int Octal(int value)
    {
        for (var i = 0; i < 2 && IsAtOctalDigit(); i++)
        {
            value = (value * 8) + (text[_position++] - '0');
        }

        return value;
    }

    private int Hexadecimal()
    {
        var isBraced = TryTake('{');
        var start = _position;
        while (!IsAtEnd && char.IsAsciiHexDigit(text[_position]) && _position - start < (isBraced ? 6 : 2))
        {
            _position++;
        }

        var digits = text.AsSpan(start, _position - start);
        var isComplete = isBraced ? digits.Length > 0 && TryTake('}') : digits.Length == 2;
        var value = isComplete ? int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0;
        return isComplete && value <= 0x10FFFF ? value : throw new PatternException("`\\x` takes two hexadecimal digits, or up to six in braces");
    }
}
