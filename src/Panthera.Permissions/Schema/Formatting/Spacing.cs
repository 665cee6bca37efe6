using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Formatting;

/// <summary>Says between which tokens of one statement a space stands.</summary>
internal static class Spacing
{
    public static bool StandsBetween(TokenKind left, TokenKind right) => (left, right) switch
    {
        (TokenKind.LeftParen or TokenKind.Less or TokenKind.Hash or TokenKind.Dot or TokenKind.Arrow, _) => false,
        (_, TokenKind.RightParen or TokenKind.Less or TokenKind.Greater or TokenKind.Hash or TokenKind.Dot or TokenKind.Arrow) => false,
        (_, TokenKind.Comma or TokenKind.Colon or TokenKind.Star) => false,

        // `rel.any(name)` and `caveat name(parameters)`; elsewhere a parenthesis follows an operator.
        (TokenKind.Name, TokenKind.LeftParen) => false,
        _ => true,
    };
}
