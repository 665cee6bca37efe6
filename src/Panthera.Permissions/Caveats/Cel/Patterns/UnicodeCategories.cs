using System.Globalization;

namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>The general categories that <c>\p{...}</c> names, as bits.</summary>
internal static class UnicodeCategories
{
    public static bool TryFind(ReadOnlySpan<char> name, out uint categories)
    {
        categories = name switch
        {
            "Any" => uint.MaxValue,
            "L" => Bits(UnicodeCategory.UppercaseLetter, UnicodeCategory.OtherLetter),
            "Lu" => Bit(UnicodeCategory.UppercaseLetter),
            "Ll" => Bit(UnicodeCategory.LowercaseLetter),
            "Lt" => Bit(UnicodeCategory.TitlecaseLetter),
            "Lm" => Bit(UnicodeCategory.ModifierLetter),
            "Lo" => Bit(UnicodeCategory.OtherLetter),
            "M" => Bits(UnicodeCategory.NonSpacingMark, UnicodeCategory.EnclosingMark),
            "Mn" => Bit(UnicodeCategory.NonSpacingMark),
            "Mc" => Bit(UnicodeCategory.SpacingCombiningMark),
            "Me" => Bit(UnicodeCategory.EnclosingMark),
            "N" => Bits(UnicodeCategory.DecimalDigitNumber, UnicodeCategory.OtherNumber),
            "Nd" => Bit(UnicodeCategory.DecimalDigitNumber),
            "Nl" => Bit(UnicodeCategory.LetterNumber),
            "No" => Bit(UnicodeCategory.OtherNumber),
            "Z" => Bits(UnicodeCategory.SpaceSeparator, UnicodeCategory.ParagraphSeparator),
            "Zs" => Bit(UnicodeCategory.SpaceSeparator),
            "Zl" => Bit(UnicodeCategory.LineSeparator),
            "Zp" => Bit(UnicodeCategory.ParagraphSeparator),
            "C" => Bits(UnicodeCategory.Control, UnicodeCategory.PrivateUse),
            "Cc" => Bit(UnicodeCategory.Control),
            "Cf" => Bit(UnicodeCategory.Format),
            "Co" => Bit(UnicodeCategory.PrivateUse),
            "P" => Bits(UnicodeCategory.ConnectorPunctuation, UnicodeCategory.OtherPunctuation),
            "Pc" => Bit(UnicodeCategory.ConnectorPunctuation),
            "Pd" => Bit(UnicodeCategory.DashPunctuation),
            "Ps" => Bit(UnicodeCategory.OpenPunctuation),
            "Pe" => Bit(UnicodeCategory.ClosePunctuation),
            "Pi" => Bit(UnicodeCategory.InitialQuotePunctuation),
            "Pf" => Bit(UnicodeCategory.FinalQuotePunctuation),
            "Po" => Bit(UnicodeCategory.OtherPunctuation),
            "S" => Bits(UnicodeCategory.MathSymbol, UnicodeCategory.OtherSymbol),
            "Sm" => Bit(UnicodeCategory.MathSymbol),
            "Sc" => Bit(UnicodeCategory.CurrencySymbol),
            "Sk" => Bit(UnicodeCategory.ModifierSymbol),
            "So" => Bit(UnicodeCategory.OtherSymbol),
            _ => 0,
        };
        return categories != 0;
    }

    private static uint Bit(UnicodeCategory category) => 1u << (int)category;

    // The groups are neighbours in the platform's numbering.
    private static uint Bits(UnicodeCategory first, UnicodeCategory last)
    {
        var bits = 0u;
        for (var category = first; category <= last; category++)
        {
            bits |= Bit(category);
        }

        return bits;
    }
}
