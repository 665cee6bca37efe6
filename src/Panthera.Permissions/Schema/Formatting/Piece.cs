using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Formatting;

/// <summary>A piece of a schema's text: a token, a comment, or a line's end; only spaces are left out.</summary>
internal readonly record struct Piece(PieceKind Kind, TokenKind Token, TextSpan Span, bool EndsLine)
{
    public bool IsComment => Kind is PieceKind.LineComment or PieceKind.BlockComment or PieceKind.Documentation;

    public bool IsToken(TokenKind kind) => Kind == PieceKind.Token && Token == kind;
}
