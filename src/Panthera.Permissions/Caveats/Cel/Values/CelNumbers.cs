namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>Compares numbers of any type by their exact values.</summary>
internal static class CelNumbers
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary>Compares two numbers.</summary>
    /// <returns>False when one is not a number (NaN), which has no place in any order.</returns>
    public static bool TryCompare(CelValue left, CelValue right, out int order)
    {
        order = 0;
        if ((left.Kind == CelKind.Double && double.IsNaN(left.AsDouble)) || (right.Kind == CelKind.Double && double.IsNaN(right.AsDouble)))
        {
            return false;
        }

        order = (left.Kind, right.Kind) switch
        {
            (CelKind.Int, CelKind.Int) => left.Bits.CompareTo(right.Bits),
            (CelKind.Uint, CelKind.Uint) => left.AsUint.CompareTo(right.AsUint),
            (CelKind.Double, CelKind.Double) => Compare(left.AsDouble, right.AsDouble),
            (CelKind.Int, CelKind.Uint) => Compare(left.AsInt, right.AsUint),
            (CelKind.Uint, CelKind.Int) => -Compare(right.AsInt, left.AsUint),
            (CelKind.Int, _) => Compare(left.AsInt, right.AsDouble),
            (CelKind.Double, CelKind.Int) => -Compare(right.AsInt, left.AsDouble),
            (CelKind.Uint, _) => Compare(left.AsUint, right.AsDouble),
            _ => -Compare(right.AsUint, left.AsDouble),
        };
        return true;
    }

    /// <summary>Turns a double into a whole number, dropping its fraction.</summary>
    public static bool TryTruncate(double value, out long result)
    {
        var isInRange = value >= -TwoTo63 && value < TwoTo63; // false for NaN
        result = isInRange ? (long)value : 0;
        return isInRange;
    }

    /// <summary>Turns a double into a whole number that is not negative, dropping its fraction.</summary>
    public static bool TryTruncate(double value, out ulong result)
    {
        var isInRange = value > -1.0 && value < TwoTo64;
        result = isInRange ? (ulong)Math.Max(value, 0) : 0;
        return isInRange;
    }

    // -0.0 equals 0.0, which double.CompareTo agrees with.
    private static int Compare(double left, double right) => left < right ? -1 : left > right ? 1 : 0;

    private static int Compare(long left, ulong right) => left < 0 ? -1 : ((ulong)left).CompareTo(right);

    private static int Compare(long left, double right)
    {
        if (right >= TwoTo63)
        {
            return -1;
        }

        if (right < -TwoTo63)
        {
            return 1;
        }

        var whole = (long)right;
        return left != whole ? left.CompareTo(whole) : Compare(0.0, right - whole);
    }

    private static int Compare(ulong left, double right)
    {
        if (right >= TwoTo64)
        {
            return -1;
        }

        if (right < 0)
        {
            return 1;
        }

        var whole = (ulong)right;
        return left != whole ? left.CompareTo(whole) : Compare(0.0, right - whole);
    }
}
