namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>Counts a text in characters, as CEL does: a character is a Unicode code point, which may be two UTF-16 units.</summary>
internal static class CodePoints
{
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        for (var next = text.IndexOfAnyInRange('\uDC00', '\uDFFF'); next >= 0; next = text.IndexOfAnyInRange('\uDC00', '\uDFFF'))
        {
            count--;
            text = text[(next + 1)..];
        }

        return count;
    }

    /// <summary>Returns where the character of a number begins; the text's length for the number after the last; -1 beyond.</summary>
    public static int IndexOf(string text, long character)
    {
        if (character < 0 || character > text.Length)
        {
            return -1;
        }

        var at = 0;
        for (; character > 0 && at < text.Length; character--)
        {
            at += char.IsHighSurrogate(text[at]) ? 2 : 1;
        }

        return character == 0 ? at : -1;
    }
}
