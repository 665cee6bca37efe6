namespace Panthera.Permissions.Bitmaps;

/// <summary>Finds who asks a lot among many who ask a little, in a fixed table.</summary>
/// <remarks>Each place belongs to one at a time; whoever else falls on it takes from its count, and takes the place over at nothing (after Misra and Gries, "Finding repeated
/// elements", 1982). Racy on purpose: a lost count is a later bitmap.</remarks>
internal sealed class HotSubjects
{
    private const int Places = 1024;

    // Made at the first count: most tenants rest.
    private Place[]? _places;

    /// <summary>Counts.</summary>
    /// <param name="key">Who asked.</param>
    /// <param name="weight">How much.</param>
    /// <param name="enough">What is a lot.</param>
    /// <returns>Whether it is a lot now; counting begins anew then.</returns>
    internal bool Count(in BitmapKey key, int weight, int enough)
    {
        var hash = key.GetHashCode();
        var places = _places ??= new Place[Places];
        ref var place = ref places[(hash ^ (hash >>> 16)) & (Places - 1)];
        if (place.Hash != hash)
        {
            if ((place.Count -= weight) > 0) return false;
            place.Hash = hash;
            place.Count = 0;
        }

        if ((place.Count += weight) < enough) return false;
        place.Count = 0;
        return true;
    }

    private struct Place
    {
        internal int Hash;
        internal int Count;
    }
}
