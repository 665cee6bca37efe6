using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>Equality of any two values; values of different types are unequal, but numbers are compared by value.</summary>
/// <remarks>Recursion follows the nesting of values, which is bounded by contexts' and expressions' own bounds.</remarks>
internal static class CelEquality
{
    public static bool AreEqual(CelFrame frame, CelValue left, CelValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return frame.TryCharge(1) && CelNumbers.TryCompare(left, right, out var order) && order == 0;
        }

        return left.Kind == right.Kind && left.Kind switch
        {
            CelKind.Null => true,
            CelKind.Bool or CelKind.Duration => left.Bits == right.Bits,
            CelKind.Timestamp => left.AsTimestamp == right.AsTimestamp,
            CelKind.String => AreEqual(frame, left.AsString, right.AsString),
            CelKind.Type => left.AsTypeName == right.AsTypeName,
            CelKind.Bytes => AreEqual(frame, left.AsBytes, right.AsBytes),
            CelKind.IpAddress => left.AsIpAddress == right.AsIpAddress,
            CelKind.List => AreEqual(frame, left.AsList, right.AsList),
            CelKind.Map => AreEqual(frame, left.AsMap, right.AsMap),
            _ => false,
        };
    }

    private static bool AreEqual(CelFrame frame, string left, string right) =>
        left.Length == right.Length && frame.TryChargeText(left.Length) && string.Equals(left, right, StringComparison.Ordinal);

    private static bool AreEqual(CelFrame frame, byte[] left, byte[] right) =>
        left.Length == right.Length && frame.TryChargeText(left.Length) && left.AsSpan().SequenceEqual(right);

    private static bool AreEqual(CelFrame frame, CelValue[] left, CelValue[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!frame.TryCharge(1) || !AreEqual(frame, left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(CelFrame frame, CelMap left, CelMap right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!frame.TryCharge(1) || !frame.TryChargeKey(left.Keys[i]) || !right.TryFind(left.Keys[i], out var value) || !AreEqual(frame, left.Values[i], value))
            {
                return false;
            }
        }

        return true;
    }
}
