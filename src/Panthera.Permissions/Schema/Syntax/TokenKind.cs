namespace Panthera.Permissions.Schema.Syntax;

/// <summary>The kinds of token. Keywords are names: most of them are keywords only in their place.</summary>
internal enum TokenKind
{
    EndOfText,
    EndOfLine,
    Name,
    String,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    Less,
    Greater,
    Plus,
    Minus,
    And,
    Pipe,
    Arrow,
    Dot,
    Ellipsis,
    Comma,
    Colon,
    Semicolon,
    Equal,
    Hash,
    Star,

    /// <summary>What stands between the braces of a caveat; only the formatter makes it a token.</summary>
    CaveatBody,
}
