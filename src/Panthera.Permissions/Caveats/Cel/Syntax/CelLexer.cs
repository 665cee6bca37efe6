using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>Cuts an expression into tokens, one at a time.</summary>
/// <remarks>Confined to its parser.</remarks>
internal sealed class CelLexer(string text)
{
    private int _position;

    public CelToken Next()
    {
        SkipSpace();
        var start = _position;
        if (start == text.Length)
        {
            return new(CelTokenKind.End, start, start);
        }

        var c = text[start];
        if (StringLiteral.StartsAt(text, start))
        {
            var value = StringLiteral.Read(text, start, out _position);
            return new(CelTokenKind.Literal, start, _position, value);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
        {
            var value = NumberLiteral.Read(text, start, isNegative: false, out _position);
            return new(CelTokenKind.Literal, start, _position, value);
        }

        return IsIdentifierStart(c) ? Identifier(start) : c == '`' ? QuotedIdentifier(start) : Punctuation(start);
    }

    /// <summary>Reads the number after a minus sign that was the last token, as one literal.</summary>
    /// <remarks>Only so can the smallest int be written: its digits alone are no int.</remarks>
    public bool TryNegativeNumber(int start, out CelToken token)
    {
        token = default;
        var isNumber = _position < text.Length
            && (char.IsAsciiDigit(text[_position])
                || (text[_position] == '.' && _position + 1 < text.Length && char.IsAsciiDigit(text[_position + 1])));
        if (isNumber)
        {
            var value = NumberLiteral.Read(text, _position, isNegative: true, out _position);
            token = new(CelTokenKind.Literal, start, _position, value);
        }

        return isNumber;
    }

    internal static bool IsIdentifierStart(char c) => char.IsAsciiLetter(c) || c == '_';

    internal static bool IsIdentifierPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private void SkipSpace()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _position++;
            }
            else if (text[_position] == '/' && _position + 1 < text.Length && text[_position + 1] == '/')
            {
                var end = text.IndexOf('\n', _position);
                _position = end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private CelToken Identifier(int start)
    {
        while (_position < text.Length && IsIdentifierPart(text[_position]))
        {
            _position++;
        }

        return text.AsSpan(start, _position - start) switch
        {
            "true" => new(CelTokenKind.Literal, start, _position, CelValue.True),
            "false" => new(CelTokenKind.Literal, start, _position, CelValue.False),
            "null" => new(CelTokenKind.Literal, start, _position, CelValue.Null),
            "in" => new(CelTokenKind.In, start, _position),
            _ => new(CelTokenKind.Identifier, start, _position),
        };
    }

    private CelToken QuotedIdentifier(int start)
    {
        var length = text.AsSpan(start + 1).IndexOf('`');
        if (length <= 0)
        {
            throw new CelSyntaxException(start, "the quoted name is not closed: expected a name and a backtick");
        }

        foreach (var c in text.AsSpan(start + 1, length))
        {
            if (!IsIdentifierPart(c) && c is not ('.' or '-' or '/' or ' '))
            {
                throw new CelSyntaxException(start, "a quoted name holds only letters, digits, `_`, `.`, `-`, `/` and spaces");
            }
        }

        _position = start + length + 2;
        return new(CelTokenKind.QuotedIdentifier, start, _position);
    }

    private CelToken Punctuation(int start)
    {
        var next = start + 1 < text.Length ? text[start + 1] : '\0';
        var (kind, length) = (text[start], next) switch
        {
            ('=', '=') => (CelTokenKind.Equal, 2),
            ('!', '=') => (CelTokenKind.NotEqual, 2),
            ('<', '=') => (CelTokenKind.LessOrEqual, 2),
            ('>', '=') => (CelTokenKind.GreaterOrEqual, 2),
            ('&', '&') => (CelTokenKind.And, 2),
            ('|', '|') => (CelTokenKind.Or, 2),
            ('(', _) => (CelTokenKind.LeftParen, 1),
            (')', _) => (CelTokenKind.RightParen, 1),
            ('[', _) => (CelTokenKind.LeftBracket, 1),
            (']', _) => (CelTokenKind.RightBracket, 1),
            ('{', _) => (CelTokenKind.LeftBrace, 1),
            ('}', _) => (CelTokenKind.RightBrace, 1),
            ('.', _) => (CelTokenKind.Dot, 1),
            (',', _) => (CelTokenKind.Comma, 1),
            (':', _) => (CelTokenKind.Colon, 1),
            ('?', _) => (CelTokenKind.Question, 1),
            ('!', _) => (CelTokenKind.Not, 1),
            ('+', _) => (CelTokenKind.Plus, 1),
            ('-', _) => (CelTokenKind.Minus, 1),
            ('*', _) => (CelTokenKind.Star, 1),
            ('/', _) => (CelTokenKind.Slash, 1),
            ('%', _) => (CelTokenKind.Percent, 1),
            ('<', _) => (CelTokenKind.Less, 1),
            ('>', _) => (CelTokenKind.Greater, 1),
            _ => throw Unexpected(start),
        };
        _position = start + length;
        return new(kind, start, _position);
    }

    private CelSyntaxException Unexpected(int start)
    {
        var hint = text[start] switch
        {
            '=' => "; compare with `==`",
            '&' => "; write `&&`",
            '|' => "; write `||`",
            _ => string.Empty,
        };
        return new(start, $"unexpected character {Quote(text, start)}{hint}");
    }

    internal static string Quote(string text, int at)
    {
        var isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
        var isShowable = isPair || !(char.IsControl(text[at]) || char.IsSurrogate(text[at]) || char.IsWhiteSpace(text[at]));
        return isShowable ? $"`{text.Substring(at, isPair ? 2 : 1)}`" : $"`U+{(int)text[at]:X4}`";
    }
}
