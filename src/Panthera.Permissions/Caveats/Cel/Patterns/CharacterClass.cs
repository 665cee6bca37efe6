using System.Globalization;
using System.Text;

namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>A set of characters: ranges and Unicode categories, perhaps all but those.</summary>
/// <param name="Ranges">Pairs of first and last code points, sorted, without overlaps.</param>
/// <param name="Categories">A bit for each <see cref="UnicodeCategory"/>.</param>
/// <param name="IsNegated">Whether it is all other characters.</param>
/// <param name="FoldsCase">Whether a character is in the set with its upper or lower case.</param>
internal sealed record CharacterClass(int[] Ranges, uint Categories, bool IsNegated, bool FoldsCase)
{
    public static CharacterClass Any { get; } = new([0, 0x10FFFF], 0, false, false);

    public static CharacterClass AnyButNewline { get; } = new(['\n', '\n'], 0, true, false);

    public static CharacterClass Single(int character, bool foldsCase) => new([character, character], 0, false, foldsCase);

    public bool Contains(Rune character) =>
        (IsListed(character)
            || (FoldsCase && (IsListed(Rune.ToLowerInvariant(character)) || IsListed(Rune.ToUpperInvariant(character))))) != IsNegated;

    private bool IsListed(Rune character)
    {
        // The first range that does not end before the character is the only one that can hold it.
        var (low, high) = (0, Ranges.Length / 2);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = Ranges[(middle * 2) + 1] < character.Value ? (middle + 1, high) : (low, middle);
        }

        if (low * 2 < Ranges.Length && Ranges[low * 2] <= character.Value)
        {
            return true;
        }

        return Categories != 0 && ((Categories >> (int)Rune.GetUnicodeCategory(character)) & 1) != 0;
    }
}
