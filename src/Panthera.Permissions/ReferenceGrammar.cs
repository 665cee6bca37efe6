using System.Buffers;

namespace Panthera.Permissions;

/// <summary>The grammar of types, relations and ids in text; compared byte for byte, never folded.</summary>
internal static class ReferenceGrammar
{
    internal const int MaxTypeLength = 128;
    internal const int MaxIdLength = 1024;

    private static readonly SearchValues<char> s_idCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_|-=+");

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    internal static bool IsId(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(s_idCharacters);

    internal static bool IsRelation(ReadOnlySpan<char> text) =>
        text.Length is >= 3 and <= 64
        && text[0] is >= 'a' and <= 'z'
        && text[^1] != '_'
        && !text.ContainsAnyExcept(s_nameCharacters);

    internal static bool IsType(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxTypeLength) return false;
        while (true)
        {
            var slash = text.IndexOf('/');
            if (!IsRelation(slash < 0 ? text : text[..slash])) return false;
            if (slash < 0) return true;
            text = text[(slash + 1)..];
        }
    }

    internal static string? TypeError(ReadOnlySpan<char> type) =>
        IsType(type) ? null : $"`{Shown(type)}` is no type: write 3 to 64 of a-z, 0-9 and _, beginning with a letter, optionally with a `prefix/`";

    internal static string? RelationError(ReadOnlySpan<char> relation) =>
        IsRelation(relation) ? null : $"`{Shown(relation)}` is no relation: write 3 to 64 of a-z, 0-9 and _, beginning with a letter and not ending with _";

    internal static string? IdError(ReadOnlySpan<char> id) =>
        IsId(id) ? null : $"`{Shown(id)}` is no id: write 1 to {MaxIdLength} of a-z, A-Z, 0-9 and / _ | - = +";

    internal static string Shown(ReadOnlySpan<char> text) => text.Length <= 100 ? text.ToString() : $"{text[..100]}…";
}
