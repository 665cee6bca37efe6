namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Reads a set of characters in brackets, after its opening one: <c>[a-z_]</c>, <c>[^[:space:]\d]</c>.</summary>
internal static class ClassParser
{
    private const int LastCharacter = 0x10FFFF;

    public static CharacterClass Parse(PatternReader reader, bool foldsCase)
    {
        var isNegated = reader.TryTake('^');
        var ranges = new List<int>();
        var categories = 0u;
        for (var isFirst = true; isFirst || !reader.TryTake(']'); isFirst = false)
        {
            if (reader.TryTake("[:"))
            {
                AddNamed(reader, ranges);
            }
            else if (!TryAddEscape(reader, ranges, ref categories, out var first))
            {
                AddRange(reader, ranges, first);
            }
        }

        return new CharacterClass(Merge(ranges), categories, isNegated, foldsCase);
    }

    // Returns false, and the character, when what stands there is one character and not a set.
    private static bool TryAddEscape(PatternReader reader, List<int> ranges, ref uint categories, out int character)
    {
        character = 0;
        if (!reader.TryTake('\\'))
        {
            character = reader.Next();
            return false;
        }

        if (!ClassEscapes.TryRead(reader, out var escaped, out var escapedCategories, out var isNegated))
        {
            character = reader.EscapedCharacter();
            return false;
        }

        categories |= isNegated && escapedCategories != 0 ? ~escapedCategories : escapedCategories;
        ranges.AddRange(isNegated && escaped.Length > 0 ? Others(escaped) : escaped);
        return true;
    }

    private static void AddRange(PatternReader reader, List<int> ranges, int first)
    {
        var last = first;
        if (reader.TryTake('-'))
        {
            if (reader.IsAt(']'))
            {
                ranges.AddRange(['-', '-']); // a minus before the closing bracket stands for itself
            }
            else
            {
                last = reader.TryTake('\\') ? reader.EscapedCharacter() : reader.Next();
            }
        }

        if (last < first)
        {
            throw new PatternException("a range of characters ends before it begins");
        }

        ranges.AddRange([first, last]);
    }

    private static void AddNamed(PatternReader reader, List<int> ranges)
    {
        var isNegated = reader.TryTake('^');
        var name = string.Empty;
        while (!reader.TryTake(":]"))
        {
            name += char.ConvertFromUtf32(reader.Next());
        }

        int[] named = name switch
        {
            "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
            "alpha" => ['A', 'Z', 'a', 'z'],
            "ascii" => [0, 127],
            "blank" => ['\t', '\t', ' ', ' '],
            "cntrl" => [0, 31, 127, 127],
            "digit" => ['0', '9'],
            "graph" => ['!', '~'],
            "lower" => ['a', 'z'],
            "print" => [' ', '~'],
            "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
            "space" => ['\t', '\r', ' ', ' '],
            "upper" => ['A', 'Z'],
            "word" => ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'],
            "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
            _ => throw new PatternException("there is no class of that name in `[:...:]`"),
        };
        ranges.AddRange(isNegated ? Others(named) : named);
    }

    private static int[] Merge(List<int> ranges)
    {
        var (firsts, lasts) = (new int[ranges.Count / 2], new int[ranges.Count / 2]);
        for (var i = 0; i < firsts.Length; i++)
        {
            (firsts[i], lasts[i]) = (ranges[2 * i], ranges[(2 * i) + 1]);
        }

        Array.Sort(firsts, lasts);
        var merged = new List<int>();
        for (var i = 0; i < firsts.Length; i++)
        {
            if (merged.Count > 0 && firsts[i] <= merged[^1] + 1)
            {
                merged[^1] = Math.Max(merged[^1], lasts[i]);
            }
            else
            {
                merged.AddRange([firsts[i], lasts[i]]);
            }
        }

        return [.. merged];
    }

    // The gaps between sorted ranges.
    private static List<int> Others(ReadOnlySpan<int> sorted)
    {
        var gaps = new List<int>();
        var next = 0;
        for (var i = 0; i < sorted.Length; i += 2)
        {
            if (sorted[i] > next)
            {
                gaps.AddRange([next, sorted[i] - 1]);
            }

            next = sorted[i + 1] + 1;
        }

        gaps.AddRange([next, LastCharacter]);
        return gaps;
    }
}
