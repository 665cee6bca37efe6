namespace Panthera.Permissions.Schema.Syntax;

/// <summary>A token and where it lies; <paramref name="DocStart"/> is where the documentation comment before it begins, or -1.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int DocStart, int DocEnd)
{
    public int Length => End - Start;
}
