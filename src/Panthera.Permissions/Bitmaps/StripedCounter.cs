namespace Panthera.Permissions.Bitmaps;

/// <summary>A count to which many threads add without waiting for one another's cache lines. Racy: a count for people, that may lose some.</summary>
internal sealed class StripedCounter
{
    private const int Stripes = 16;

    // A cache line each.
    private const int Step = 8;

    // Made at the first count: most tenants rest.
    private long[]? _counts;

    internal long Value
    {
        get
        {
            long sum = 0;
            if (Volatile.Read(ref _counts) is not { } counts) return 0;
            for (var stripe = 1; stripe <= Stripes; stripe++) sum += Volatile.Read(ref counts[stripe * Step]);
            return sum;
        }
    }

    internal void Add()
    {
        var counts = _counts ??= new long[(Stripes + 1) * Step];
        counts[((Environment.CurrentManagedThreadId & (Stripes - 1)) + 1) * Step]++;
    }
}
