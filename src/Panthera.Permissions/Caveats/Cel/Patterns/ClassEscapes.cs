namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Reads what follows a backslash and stands for a set of characters: <c>\d</c>, <c>\W</c>, <c>\p{Lu}</c>.</summary>
internal static class ClassEscapes
{
    private static readonly int[] Digits = ['0', '9'];
    private static readonly int[] Spaces = ['\t', '\n', '\f', '\r', ' ', ' '];
    private static readonly int[] Words = ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'];

    public static bool TryRead(PatternReader reader, out int[] ranges, out uint categories, out bool isNegated)
    {
        (ranges, categories, isNegated) = ([], 0, false);
        if (reader.TryTake('p') || (isNegated = reader.TryTake('P')))
        {
            categories = Category(reader, ref isNegated);
            return true;
        }

        (ranges, isNegated) = reader.TryTake('d') ? (Digits, false)
            : reader.TryTake('D') ? (Digits, true)
            : reader.TryTake('s') ? (Spaces, false)
            : reader.TryTake('S') ? (Spaces, true)
            : reader.TryTake('w') ? (Words, false)
            : reader.TryTake('W') ? (Words, true)
            : ([], false);
        return ranges.Length > 0;
    }

    private static uint Category(PatternReader reader, ref bool isNegated)
    {
        var name = string.Empty;
        if (reader.TryTake('{'))
        {
            isNegated ^= reader.TryTake('^');
            while (!reader.TryTake('}'))
            {
                name += char.ConvertFromUtf32(reader.Next());
            }
        }
        else
        {
            name = char.ConvertFromUtf32(reader.Next());
        }

        return UnicodeCategories.TryFind(name, out var categories)
            ? categories
            : throw new PatternException("`\\p` knows the general categories of Unicode, such as `\\p{L}` and `\\p{Lu}`, and no scripts");
    }
}
