namespace Panthera.Files.Tree;

/// <summary>Remembers which directory a name in a directory leads to, so that the way to a file costs a look at one line of memory for each name.</summary>
/// <remarks>
/// <para>One for each loaded tree, shared by all its states; a reload begins anew. Lock-free for who looks something up; replaced, larger, under _lock when it has
/// been written over and over.</para>
/// <para>It holds no negative answers, and no names longer than <see cref="DirectoryTable.MaxNameBytes"/>. What an entry says is only what some published version
/// said: whether it holds for the state that asks is for that to judge (<see cref="TreeState"/>, invariant remembered-directory).</para>
/// </remarks>
internal sealed class DirectoryCache
{
    // 128 directories in two pages of memory, so that a small tenant stays small.
    private const int FirstCapacity = 128;
    private const int GrowthShift = 2;

    // Written so often for its size, it has been too small for what is asked.
    private const int WritesBeforeGrowth = 2;

    private readonly Lock _lock = new();
    private DirectoryTable? _table;
    private int _maxBytes = FileStoreOptions.DefaultDirectoryCacheBytes;

    internal long ResidentBytes => Volatile.Read(ref _table)?.Bytes ?? 0;

    /// <summary>The bytes that it may take; with 0 nothing is remembered.</summary>
    internal int MaxBytes
    {
        get => Volatile.Read(ref _maxBytes);
        set
        {
            if (Volatile.Read(ref _maxBytes) == value) return;
            lock (_lock)
            {
                Volatile.Write(ref _maxBytes, value);
                if (_table is { } table && table.Bytes > value) Volatile.Write(ref _table, null);
            }
        }
    }

    internal bool TryFind(uint parent, ReadOnlySpan<byte> name, out uint child, out ulong since)
    {
        child = 0;
        since = 0;
        return Volatile.Read(ref _table) is { } table && table.TryFind(parent, name, out child, out since);
    }

    internal void Add(uint parent, ReadOnlySpan<byte> name, uint child, ulong since)
    {
        var table = Volatile.Read(ref _table);
        if (table is null || (table.Written > table.Capacity * WritesBeforeGrowth && table.Bytes << GrowthShift <= MaxBytes)) table = Grow(table);
        table?.Write(parent, name, child, since);
    }

    private DirectoryTable? Grow(DirectoryTable? known)
    {
        lock (_lock)
        {
            if (_table != known) return _table;
            var capacity = known is null ? FirstCapacity : known.Capacity << GrowthShift;
            while (capacity > 1 && (long)capacity * DirectoryTable.EntryBytes > MaxBytes) capacity >>= 1;
            if (capacity < 2) return null;
            var table = new DirectoryTable(capacity);
            Volatile.Write(ref _table, table);
            return table;
        }
    }
}
