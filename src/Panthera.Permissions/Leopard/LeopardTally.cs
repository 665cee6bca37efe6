namespace Panthera.Permissions.Leopard;

/// <summary>What checks asked of an index: apart from it, so that whoever counts on does not hold it.</summary>
internal sealed class LeopardTally
{
    private long _decided;
    private long _asked;

    /// <summary>Questions that the index decided.</summary>
    internal long Decided => Volatile.Read(ref _decided);

    /// <summary>Questions that it left to the graph.</summary>
    internal long Asked => Volatile.Read(ref _asked);

    internal void Count(long decided, long asked)
    {
        Interlocked.Add(ref _decided, decided);
        Interlocked.Add(ref _asked, asked);
    }
}
