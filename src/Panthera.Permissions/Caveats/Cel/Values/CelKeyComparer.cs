namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>Compares the keys of maps; equal numbers are equal whatever their types.</summary>
internal sealed class CelKeyComparer : IEqualityComparer<CelValue>
{
    public static CelKeyComparer Instance { get; } = new();

    public bool Equals(CelValue x, CelValue y) => x.Kind switch
    {
        CelKind.String => y.Kind == CelKind.String && string.Equals(x.AsString, y.AsString, StringComparison.Ordinal),
        CelKind.Bool => y.Kind == CelKind.Bool && x.Bits == y.Bits,
        _ => x.IsNumber && y.IsNumber && CelNumbers.TryCompare(x, y, out var order) && order == 0,
    };

    public int GetHashCode(CelValue key)
    {
        switch (key.Kind)
        {
            case CelKind.String:
                return string.GetHashCode(key.AsString, StringComparison.Ordinal);
            case CelKind.Double:
                // A whole double hashes as the whole number it equals.
                var number = key.AsDouble;
                return number is >= -9.2233720368547758e18 and < 1.8446744073709552e19 && double.IsInteger(number)
                    ? (number < 0 ? ((long)number).GetHashCode() : ((ulong)number).GetHashCode())
                    : number.GetHashCode();
            case CelKind.Int when key.Bits >= 0:
                return ((ulong)key.Bits).GetHashCode();
            case CelKind.Uint:
                return key.AsUint.GetHashCode();
            default:
                return key.Bits.GetHashCode();
        }
    }
}
