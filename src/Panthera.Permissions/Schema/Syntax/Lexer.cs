namespace Panthera.Permissions.Schema.Syntax;

/// <summary>Cuts a schema's text into tokens, one at a time.</summary>
/// <remarks>
/// A line's end is a token where a statement can end there: after a name, a closing bracket, a star, an ellipsis or a string, outside
/// parentheses. Elsewhere it is white space, so that an expression goes on after an operator. Confined to its parser.
/// </remarks>
internal sealed class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private int _position;
    private int _parenDepth;
    private TokenKind _previous = TokenKind.EndOfLine;

    public Lexer(SourceText source)
    {
        _source = source;
        _text = source.Text;
    }

    public Token Next()
    {
        var (docStart, docEnd) = (-1, -1);
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '\n' && LineEndsStatement())
            {
                return Emit(TokenKind.EndOfLine, 1, -1, -1);
            }

            if (c is ' ' or '\t' or '\r' or '\n')
            {
                _position++;
            }
            else if (At("//"))
            {
                SkipLineComment();
            }
            else if (At("/*"))
            {
                var end = BlockCommentEnd();
                if (LineEndsStatement() && _text.AsSpan(_position, end - _position).Contains('\n'))
                {
                    return Emit(TokenKind.EndOfLine, 0, -1, -1);
                }

                if (IsDocumentation(_position, end))
                {
                    (docStart, docEnd) = (_position, end);
                }

                _position = end;
            }
            else
            {
                return ReadToken(c, docStart, docEnd);
            }
        }

        return Emit(TokenKind.EndOfText, 0, -1, -1);
    }

    /// <summary>Reads on to the brace that closes a caveat's body, whose opening brace was the last token.</summary>
    /// <param name="hasContent">Whether the body holds anything but white space and comments.</param>
    /// <returns>The offset of the closing brace, which becomes the last token; -1 when there is none.</returns>
    public int ReadCaveatBody(out bool hasContent)
    {
        hasContent = false;
        var depth = 1;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c is '"' or '\'')
            {
                SkipExpressionString(c);
            }
            else if (At("//"))
            {
                SkipLineComment();
                continue;
            }
            else
            {
                _position++;
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth == 0)
                {
                    _previous = TokenKind.RightBrace;
                    return _position - 1;
                }
            }

            hasContent |= !char.IsWhiteSpace(c);
        }

        return -1;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private bool LineEndsStatement() =>
        _parenDepth == 0
        && _previous is TokenKind.Name or TokenKind.String or TokenKind.RightBrace or TokenKind.RightParen
            or TokenKind.Greater or TokenKind.Star or TokenKind.Ellipsis;

    private bool At(string value) => string.CompareOrdinal(_text, _position, value, 0, value.Length) == 0;

    private Token Emit(TokenKind kind, int length, int docStart, int docEnd)
    {
        var start = _position;
        _position += length;
        _previous = kind;
        return new Token(kind, start, _position, docStart, docEnd);
    }

    private Token ReadToken(char c, int docStart, int docEnd)
    {
        if (IsNameCharacter(c))
        {
            return Emit(TokenKind.Name, NameLength(), docStart, docEnd);
        }

        if (c is '"' or '\'')
        {
            return Emit(TokenKind.String, StringLength(c), docStart, docEnd);
        }

        var (kind, length) = Punctuation(c);
        _parenDepth += kind == TokenKind.LeftParen ? 1 : kind == TokenKind.RightParen && _parenDepth > 0 ? -1 : 0;
        return Emit(kind, length, docStart, docEnd);
    }

    private (TokenKind Kind, int Length) Punctuation(char c) => c switch
    {
        '{' => (TokenKind.LeftBrace, 1),
        '}' => (TokenKind.RightBrace, 1),
        '(' => (TokenKind.LeftParen, 1),
        ')' => (TokenKind.RightParen, 1),
        '<' => (TokenKind.Less, 1),
        '>' => (TokenKind.Greater, 1),
        '+' => (TokenKind.Plus, 1),
        '-' => At("->") ? (TokenKind.Arrow, 2) : (TokenKind.Minus, 1),
        '&' => (TokenKind.And, 1),
        '|' => (TokenKind.Pipe, 1),
        '.' => At("...") ? (TokenKind.Ellipsis, 3) : (TokenKind.Dot, 1),
        ',' => (TokenKind.Comma, 1),
        ':' => (TokenKind.Colon, 1),
        ';' => (TokenKind.Semicolon, 1),
        '=' => (TokenKind.Equal, 1),
        '#' => (TokenKind.Hash, 1),
        '*' => (TokenKind.Star, 1),
        _ => throw UnexpectedCharacter(),
    };

    // A name with its prefixes (`tenant/name`) is one token: no space may stand at its slashes.
    private int NameLength()
    {
        var end = _position;
        while (end < _text.Length
            && (IsNameCharacter(_text[end]) || (_text[end] == '/' && end + 1 < _text.Length && IsNameCharacter(_text[end + 1]))))
        {
            end++;
        }

        return end - _position;
    }

    private int StringLength(char quote)
    {
        var end = _text.AsSpan(_position + 1).IndexOfAny(quote, '\n');
        return end >= 0 && _text[_position + 1 + end] == quote
            ? end + 2
            : throw Failure(_position, $"the string is not closed: expected {quote} before the line's end");
    }

    private void SkipLineComment()
    {
        var end = _text.IndexOf('\n', _position);
        _position = end < 0 ? _text.Length : end;
    }

    private int BlockCommentEnd()
    {
        var end = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        return end >= 0 ? end + 2 : throw Failure(_position, "the comment is not closed: expected `*/`");
    }

    // `/**/` is an empty comment, not a documentation comment.
    private bool IsDocumentation(int start, int end) => end - start > 4 && _text[start + 2] == '*';

    // The strings of caveat expressions: with escapes unless raw (r"..."), over several lines when tripled.
    private void SkipExpressionString(char quote)
    {
        var start = _position;
        var isRaw = start > 0 && _text[start - 1] is 'r' or 'R';
        var isTripled = At(new string(quote, 3));
        var close = new string(quote, isTripled ? 3 : 1);
        _position += close.Length;
        while (_position < _text.Length && (isTripled || _text[_position] != '\n'))
        {
            if (At(close))
            {
                _position += close.Length;
                return;
            }

            _position += !isRaw && _text[_position] == '\\' && _position + 1 < _text.Length ? 2 : 1;
        }

        throw Failure(start, $"the string in the caveat is not closed: expected {close}");
    }

    private SchemaException UnexpectedCharacter()
    {
        var c = _text[_position];
        var isPair = _position + 1 < _text.Length && char.IsSurrogatePair(c, _text[_position + 1]);
        var isShowable = isPair || !(char.IsControl(c) || char.IsSurrogate(c) || char.IsWhiteSpace(c));
        var shown = isShowable ? _text.Substring(_position, isPair ? 2 : 1) : $"U+{(int)c:X4}";
        return Failure(_position, $"unexpected character `{shown}`");
    }

    private SchemaException Failure(int offset, string message) => new([_source.Error(SchemaErrorKind.Parse, offset, message)]);
}
