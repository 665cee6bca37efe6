namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>A map of an expression; its keys are texts, whole numbers and booleans.</summary>
/// <remarks>Keys that are the same number in different types are the same key. Immutable once built.</remarks>
internal sealed class CelMap
{
    // Below this a scan of the keys is faster than hashing one.
    private const int IndexFrom = 9;

    private readonly CelValue[] _keys;
    private readonly CelValue[] _values;
    private readonly Dictionary<CelValue, int>? _index;

    private CelMap(CelValue[] keys, CelValue[] values, Dictionary<CelValue, int>? index)
    {
        _keys = keys;
        _values = values;
        _index = index;
    }

    public int Count => _keys.Length;

    /// <summary>The keys, in the order they were written.</summary>
    public CelValue[] Keys => _keys;

    /// <summary>The values, each at its key's place.</summary>
    public CelValue[] Values => _values;

    /// <summary>Builds a map.</summary>
    /// <param name="keys">The keys, all of kinds that can be keys; owned by the map from now on.</param>
    /// <param name="values">The values; owned by the map from now on.</param>
    /// <returns>The map; null when a key is there twice.</returns>
    public static CelMap? TryBuild(CelValue[] keys, CelValue[] values)
    {
        if (keys.Length >= IndexFrom)
        {
            var index = new Dictionary<CelValue, int>(keys.Length, CelKeyComparer.Instance);
            for (var i = 0; i < keys.Length; i++)
            {
                if (!index.TryAdd(keys[i], i))
                {
                    return null;
                }
            }

            return new CelMap(keys, values, index);
        }

        for (var i = 1; i < keys.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (CelKeyComparer.Instance.Equals(keys[i], keys[j]))
                {
                    return null;
                }
            }
        }

        return new CelMap(keys, values, null);
    }

    public static bool CanBeKey(CelValue value) => value.Kind is CelKind.String or CelKind.Int or CelKind.Uint or CelKind.Bool;

    /// <summary>Finds the value of a key; a double finds the whole number it equals.</summary>
    public bool TryFind(CelValue key, out CelValue value)
    {
        var place = -1;
        if (_index is not null)
        {
            place = _index.TryGetValue(key, out var found) ? found : -1;
        }
        else
        {
            for (var i = 0; i < _keys.Length && place < 0; i++)
            {
                place = CelKeyComparer.Instance.Equals(_keys[i], key) ? i : -1;
            }
        }

        value = place < 0 ? CelValue.Null : _values[place];
        return place >= 0;
    }
}
