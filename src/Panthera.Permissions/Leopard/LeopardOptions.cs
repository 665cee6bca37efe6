namespace Panthera.Permissions.Leopard;

/// <summary>The bounds of a tenant's <see cref="LeopardIndex"/>.</summary>
internal sealed record LeopardOptions
{
    internal static LeopardOptions Default { get; } = new();

    /// <summary>What one slice does, in look-ups: about a millisecond, so that nobody who needs the thread waits for longer.</summary>
    internal int SliceWork { get; init; } = 4_000;

    /// <summary>How many changed edges are noted before a whole build is the shorter way: 40 bytes each.</summary>
    internal int MaxChanges { get; init; } = 16_384;

    /// <summary>Past this the index is given up until the next schema or load: chains of many thousand groups have closures of the square of that.</summary>
    internal long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Whether the work is done on the thread pool as soon as there is some; else by whoever calls <see cref="LeopardIndex.Work"/>.</summary>
    internal bool RunsInBackground { get; init; } = true;
}
