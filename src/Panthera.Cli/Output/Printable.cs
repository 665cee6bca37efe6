using System.Globalization;
using System.Text;

namespace Panthera.Cli.Output;

/// <summary>Makes names safe to show: a name may hold any character but a slash and NUL, so also those that move a cursor or forge a line.</summary>
internal static class Printable
{
    /// <summary>The text with its control and format characters escaped as `\u001B`.</summary>
    internal static string Text(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (IsUnsafe(letter)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else safe.Append(letter);
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char letter) =>
        CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
