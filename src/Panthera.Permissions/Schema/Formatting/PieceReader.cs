using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Formatting;

/// <summary>Cuts a schema that parses into its pieces.</summary>
/// <remarks>The last piece is the end of the text. Time and memory are linear in the text.</remarks>
internal sealed class PieceReader
{
    private readonly string _text;
    private readonly Lexer _lexer;
    private readonly List<Piece> _pieces = [];
    private int _end;

    private PieceReader(SourceText source)
    {
        _text = source.Text;
        _lexer = new Lexer(source);
    }

    public static List<Piece> Read(SourceText source)
    {
        var reader = new PieceReader(source);
        reader.Read();
        return reader._pieces;
    }

    private void Read()
    {
        var (depth, isCaveat) = (0, false);
        while (true)
        {
            var token = _lexer.Next();
            Add(token.Kind, new TextSpan(token.Start, token.End));
            switch (token.Kind)
            {
                case TokenKind.EndOfText:
                    return;
                case TokenKind.Name when depth == 0:
                    // It is a keyword wherever it stands, so nothing else is called this.
                    isCaveat |= _text.AsSpan(token.Start, token.Length) is "caveat";
                    break;
                case TokenKind.LeftBrace when isCaveat:
                    isCaveat = false;
                    ReadCaveatBody(token.End);
                    break;
                case TokenKind.LeftBrace:
                    depth++;
                    break;
                case TokenKind.RightBrace:
                    depth--;
                    break;
            }
        }
    }

    private void ReadCaveatBody(int start)
    {
        var close = _lexer.ReadCaveatBody(out _);
        Add(TokenKind.CaveatBody, new TextSpan(start, close));
        Add(TokenKind.RightBrace, new TextSpan(close, close + 1));
    }

    private void Add(TokenKind kind, TextSpan span)
    {
        ReadGap(_end, span.Start);
        _end = span.End;
        var isSeparator = kind is TokenKind.EndOfLine or TokenKind.Semicolon;
        _pieces.Add(new Piece(isSeparator ? PieceKind.Separator : PieceKind.Token, kind, span, kind == TokenKind.EndOfLine && span.Length > 0));
    }

    // Between two tokens there is nothing but white space and comments: the lexer has been here.
    private void ReadGap(int start, int end)
    {
        var i = start;
        while (i < end)
        {
            var (kind, length) = _text[i] switch
            {
                '\n' => (PieceKind.Break, 1),
                '/' when _text[i + 1] == '/' => (PieceKind.LineComment, LineLength(i, end)),
                '/' => BlockComment(i),
                _ => (PieceKind.Token, 1),
            };
            if (kind != PieceKind.Token)
            {
                _pieces.Add(new Piece(kind, default, new TextSpan(i, i + length), kind == PieceKind.Break));
            }

            i += length;
        }
    }

    private int LineLength(int start, int end)
    {
        var newLine = _text.AsSpan(start, end - start).IndexOf('\n');
        return newLine < 0 ? end - start : newLine;
    }

    private (PieceKind Kind, int Length) BlockComment(int start)
    {
        var length = _text.IndexOf("*/", start + 2, StringComparison.Ordinal) + 2 - start;
        return (length > 4 && _text[start + 2] == '*' ? PieceKind.Documentation : PieceKind.BlockComment, length);
    }
}
