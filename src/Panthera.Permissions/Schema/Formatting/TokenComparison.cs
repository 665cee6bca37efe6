using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Formatting;

/// <summary>Whether two texts are the same but for white space between their tokens.</summary>
internal static class TokenComparison
{
    public static bool AreSame(SourceText left, SourceText right)
    {
        var (others, i) = (PieceReader.Read(right), 0);
        foreach (var piece in PieceReader.Read(left))
        {
            if (piece.Kind is PieceKind.Break or PieceKind.Separator)
            {
                continue;
            }

            while (i < others.Count && others[i].Kind is PieceKind.Break or PieceKind.Separator)
            {
                i++;
            }

            if (i == others.Count || !AreSame(left, piece, right, others[i++]))
            {
                return false;
            }
        }

        return i == others.Count;
    }

    private static bool AreSame(SourceText left, Piece piece, SourceText right, Piece other) =>
        piece.Kind == other.Kind
        && piece.Token == other.Token
        && (piece.IsComment || piece.Token == TokenKind.CaveatBody
            ? HaveSameCharacters(TextOf(left, piece), TextOf(right, other))
            : TextOf(left, piece).SequenceEqual(TextOf(right, other)));

    // Comments and caveats keep their characters in order; only white space between them may move.
    private static bool HaveSameCharacters(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = left.TrimStart();
            right = right.TrimStart();
            if (left.IsEmpty || right.IsEmpty)
            {
                return left.IsEmpty && right.IsEmpty;
            }

            if (left[0] != right[0])
            {
                return false;
            }

            left = left[1..];
            right = right[1..];
        }
    }

    private static ReadOnlySpan<char> TextOf(SourceText source, Piece piece) => source.Text.AsSpan(piece.Span.Start, piece.Span.Length);
}
