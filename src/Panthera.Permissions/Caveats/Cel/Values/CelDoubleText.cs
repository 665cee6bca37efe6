using System.Globalization;

namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>Reads and writes doubles as CEL's reference implementation does.</summary>
internal static class CelDoubleText
{
    /// <summary>Returns the shortest text that reads back as the same number: <c>1.5</c>, <c>1e+06</c>, <c>+Inf</c>.</summary>
    /// <remarks>An exponent is written for numbers from a million on and for those below a ten-thousandth.</remarks>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = plain[0] == '-' ? "-" : string.Empty;
        var (digits, exponent) = Decompose(plain.AsSpan(sign.Length));
        if (exponent is >= -4 and < 6)
        {
            return plain; // the platform writes none of these with an exponent
        }

        var fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}");
    }

    /// <summary>Reads a decimal number, <c>NaN</c> or an infinity.</summary>
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        var unsigned = text.AsSpan().TrimStart("+-");
        if (text.Length - unsigned.Length > 1)
        {
            return false;
        }

        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    // The significant digits, and the power of ten of the first of them.
    private static (string Digits, int Exponent) Decompose(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('E');
        var exponent = at < 0 ? 0 : int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = at < 0 ? text : text[..at];
        var point = mantissa.IndexOf('.');
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        var digits = mantissa.ToString().Replace(".", string.Empty, StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent - leading);
    }
}
