using System.Diagnostics;
using System.Runtime.InteropServices;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Formatting;

/// <summary>Writes the pieces of a schema again with the white space that it should have.</summary>
/// <remarks>
/// Statements get a line each, blocks an indentation, top-level statements a blank line between. Line breaks inside a statement stay
/// where they are, as do single blank lines between members.
/// </remarks>
internal sealed class SchemaLayout
{
    private readonly string _text;
    private readonly List<Piece> _pieces;
    private readonly FormattedText _output = new();
    private int _next;
    private int _depth;

    // The token written last; the end of the text before any, a semicolon after a comment on a line of its own.
    private TokenKind _previous = TokenKind.EndOfText;

    // The word that the last top-level statement began with.
    private string _previousWord = "";

    // Whether a comment trails the line.
    private bool _endsInComment;

    private SchemaLayout(SourceText source)
    {
        _text = source.Text;
        _pieces = PieceReader.Read(source);
    }

    public static string Write(SourceText source) => new SchemaLayout(source).Write();

    private string Write()
    {
        while (true)
        {
            var start = _next;
            while (_pieces[_next].Kind != PieceKind.Token)
            {
                _next++;
            }

            WriteBetween(CollectionsMarshal.AsSpan(_pieces)[start.._next], _pieces[_next]);
            if (_pieces[_next].IsToken(TokenKind.EndOfText))
            {
                return _output.ToString();
            }

            WriteStatement();
        }
    }

    // Comments after a statement stay on its line, others go before the next token on lines of their own; then that token's line begins.
    private void WriteBetween(ReadOnlySpan<Piece> between, Piece next)
    {
        var lastSeparator = LastSeparator(between);
        var (lines, canTrail, isWrapped) = (0, _previous != TokenKind.EndOfText, false);
        for (var i = 0; i < between.Length; i++)
        {
            var piece = between[i];
            lines += piece.EndsLine ? 1 : 0;
            if (!piece.IsComment)
            {
                continue;
            }

            // INVARIANT (documentation-stays): a documentation comment belongs to the next token unless a statement ends between.
            var belongsToNext = piece.Kind == PieceKind.Documentation && i > lastSeparator;
            canTrail &= lines == 0 && !belongsToNext && (piece.Kind == PieceKind.LineComment || _previous != TokenKind.LeftBrace);

            // A comment over several lines ends the statement where it begins, so nothing would end between it and the next token.
            isWrapped |= TextOf(piece).Contains('\n');
            canTrail &= !isWrapped || piece.Kind != PieceKind.Documentation;
            if (canTrail)
            {
                _output.Space();
                _output.WriteComment(TextOf(piece), _depth);
                _endsInComment = true;
            }
            else
            {
                StartLine(lines, next);
                _output.WriteComment(TextOf(piece), _depth);
                _previous = TokenKind.Semicolon;
                DetachDocumentation(piece, belongsToNext, next);
            }

            lines = 0;
        }

        StartNext(next, lines);
    }

    private static int LastSeparator(ReadOnlySpan<Piece> pieces)
    {
        var last = pieces.Length - 1;
        while (last >= 0 && pieces[last].Kind != PieceKind.Separator)
        {
            last--;
        }

        return last;
    }

    // Documentation of nothing would become the next statement's on a line of its own.
    private void DetachDocumentation(Piece comment, bool belongsToNext, Piece next)
    {
        if (comment.Kind == PieceKind.Documentation && !belongsToNext && next.Token is not (TokenKind.RightBrace or TokenKind.EndOfText))
        {
            _output.Write(";");
        }
    }

    private void StartNext(Piece next, int lines)
    {
        if (next.IsToken(TokenKind.RightBrace))
        {
            _depth--;

            // A block in which nothing was written closes on its line.
            if (_previous != TokenKind.LeftBrace || _endsInComment)
            {
                _output.StartLine(_depth, afterBlank: false);
            }
        }
        else if (!next.IsToken(TokenKind.EndOfText))
        {
            StartLine(lines, next);
        }

        _endsInComment = false;
    }

    private void StartLine(int lines, Piece next) => _output.StartLine(_depth, IsBlankBefore(lines, next));

    private bool IsBlankBefore(int lines, Piece next)
    {
        if (_previous is TokenKind.LeftBrace or TokenKind.EndOfText)
        {
            return false;
        }

        var isNewItem = _depth == 0 && _previous != TokenKind.Semicolon && !next.IsToken(TokenKind.EndOfText);
        return lines > 1 || (isNewItem && !(_previousWord is "use" or "import" && TextOf(next).SequenceEqual(_previousWord)));
    }

    private void WriteStatement()
    {
        var first = _pieces[_next];
        if (_depth == 0 && !first.IsToken(TokenKind.RightBrace))
        {
            _previousWord = TextOf(first).ToString();
        }


        // No space stands in `...partial`, but one after `user#...`.
        _previous = first.IsToken(TokenKind.Ellipsis) ? TokenKind.Dot : first.Token;
        _output.Write(TextOf(first));
        _next++;
        while (_previous is not (TokenKind.LeftBrace or TokenKind.RightBrace) && WriteNextOfStatement())
        {
        }
    }

    // Writes the comments and the token that follow in the statement; false when it has ended.
    private bool WriteNextOfStatement()
    {
        var at = _next;
        while (_pieces[at].Kind is not (PieceKind.Token or PieceKind.Separator))
        {
            at++;
        }

        var token = _pieces[at];
        if (token.Kind == PieceKind.Separator || token.Token is TokenKind.RightBrace or TokenKind.EndOfText)
        {
            return false;
        }

        var (isBroken, isAfterComment) = (false, false);
        for (; _next < at; _next++)
        {
            var piece = _pieces[_next];
            if (piece.IsComment)
            {
                Separate(isBroken, space: true);
                _output.WriteComment(TextOf(piece), _depth + 1);
                isAfterComment = true;
            }

            isBroken = piece.Kind == PieceKind.Break;
        }

        Separate(isBroken, isAfterComment || Spacing.StandsBetween(_previous, token.Token));
        _output.Write(TextOf(token));
        _previous = token.Token;
        _next++;
        if (token.Token == TokenKind.LeftBrace)
        {
            OpenBlock();
        }

        return true;
    }

    private void Separate(bool isBroken, bool space)
    {
        if (isBroken)
        {
            _output.StartLine(_depth + 1, afterBlank: false);
        }
        else if (space)
        {
            _output.Space();
        }
    }

    private void OpenBlock()
    {
        if (!_pieces[_next].IsToken(TokenKind.CaveatBody))
        {
            _depth++;
            return;
        }

        var body = TextOf(_pieces[_next]).ToString();
        Debug.Assert(_pieces[_next + 1].IsToken(TokenKind.RightBrace), "a caveat's body reaches to its brace");
        _next += 2;
        _previous = TokenKind.RightBrace;
        if (CaveatBody.Lines(body) is { } lines)
        {
            foreach (var line in lines)
            {
                _output.Write("\n");
                _output.Write(line);
            }

            _output.Write("\n}");
        }
        else
        {
            _output.Write(body);
            _output.Write("}");
        }
    }

    private ReadOnlySpan<char> TextOf(Piece piece) => _text.AsSpan(piece.Span.Start, piece.Span.Length);
}
