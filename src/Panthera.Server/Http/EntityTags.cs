using Microsoft.Extensions.Primitives;

namespace Panthera.Server.Http;

/// <summary>Compares the entity tags of a condition header with a present one (RFC 9110, 8.8.3 and 13.1).</summary>
internal static class EntityTags
{
    /// <summary>Whether a header's list names the present tag, or is `*`.</summary>
    /// <param name="header">The header's values; what is not a list of tags matches nothing.</param>
    /// <param name="present">The present tag with its quotes: a strong one.</param>
    /// <param name="isWeakComparison">Whether a weak tag matches too, as If-None-Match says.</param>
    internal static bool Matches(StringValues header, string present, bool isWeakComparison)
    {
        foreach (var line in header)
        {
            if (line is not null && Matches(line.AsSpan().Trim(), present, isWeakComparison)) return true;
        }

        return false;
    }

    /// <summary>Whether a text is one entity tag, weak or strong.</summary>
    internal static bool IsOne(ReadOnlySpan<char> text) => TryTake(ref text, out _, out _) && text.IsEmpty;

    private static bool Matches(ReadOnlySpan<char> list, string present, bool isWeakComparison)
    {
        if (list is "*") return true;
        while (!list.IsEmpty)
        {
            if (!TryTake(ref list, out var tag, out var isWeak)) return false;
            if ((isWeakComparison || !isWeak) && tag.SequenceEqual(present)) return true;
            list = list.TrimStart(" \t");
            if (list.IsEmpty) return false;
            if (list[0] != ',') return false;
            list = list.TrimStart(" \t,");
        }

        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<char> list, out ReadOnlySpan<char> tag, out bool isWeak)
    {
        tag = default;
        isWeak = list.StartsWith("W/");
        var rest = isWeak ? list[2..] : list;
        if (rest.Length < 2 || rest[0] != '"') return false;
        var end = rest[1..].IndexOf('"');
        if (end < 0) return false;
        tag = rest[..(end + 2)];
        list = rest[(end + 2)..];
        return true;
    }
}
