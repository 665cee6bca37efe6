using System.Globalization;

namespace Panthera.Cli.Commands;

/// <summary>Reads sizes as people write them: `4G`, `512M`, `1.5GiB`, `1048576`.</summary>
internal static class ByteSizes
{
    private const string Units = "KMGT";

    /// <summary>Reads a size; K, M, G and T are powers of 1,024, with or without `iB` or `B` behind.</summary>
    internal static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var number = text.AsSpan().Trim();
        if (number.EndsWith("iB", StringComparison.OrdinalIgnoreCase)) number = number[..^2];
        else if (number.EndsWith("B", StringComparison.OrdinalIgnoreCase)) number = number[..^1];
        number = number.TrimEnd();
        var unit = number.IsEmpty ? -1 : Units.IndexOf(char.ToUpperInvariant(number[^1]), StringComparison.Ordinal);
        if (unit >= 0) number = number[..^1].TrimEnd();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
        value *= Math.Pow(1024, unit + 1);

        // Beyond 4 EiB nothing is meant.
        if (value is not (>= 1 and < 1L << 62)) return false;
        bytes = (long)value;
        return true;
    }
}
