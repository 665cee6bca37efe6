using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Panthera.Permissions.Bitmaps;

/// <summary>The bitmaps of one loaded tenant, within a budget of bytes, and whose are wanted.</summary>
/// <remarks>Thread-safe. What it says is never an answer by itself: <see cref="BitmapChecks{TStructure}"/> asks the clock. Counters are racy: they are for people.</remarks>
internal sealed class PermissionBitmaps
{
    // Checks that pay for working out the little that lies below a few grants.
    private const int EnoughChecks = 1 << 14;

    // Passing every inode costs some ten nanoseconds each; a check that was left to the graph, a microsecond or so. Working it out takes a tenth of what the checks before took.
    private const uint SlotsForEachCheck = 8;

    // What waits longer than these take to build asks again.
    private const int MaxWanted = 64;

    private readonly ConcurrentDictionary<BitmapKey, PermissionBitmap> _bitmaps = new();
    private readonly HotSubjects _hot = new();
    private readonly Channel<BitmapKey> _wanted = Channel.CreateBounded<BitmapKey>(new BoundedChannelOptions(MaxWanted) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly StripedCounter _hits = new();
    private readonly StripedCounter _misses = new();
    private readonly StripedCounter _stale = new();
    private long _bytes;
    private long _dropped;
    private long _built;

    /// <summary>What they may take together.</summary>
    internal long MaxBytes { get; set; }

    /// <summary>Single decisions that are gathered before they are taken in.</summary>
    internal int MaxGathered { get; set; } = PermissionBitmap.MaxGathered;

    internal long ResidentBytes => Interlocked.Read(ref _bytes);

    /// <summary>How many there are.</summary>
    internal int Count => _bitmaps.Count;

    /// <summary>Checks that were answered.</summary>
    internal long Hits => _hits.Value;

    /// <summary>Checks by whom there is a bitmap that says nothing of the file.</summary>
    internal long Misses => _misses.Value;

    /// <summary>Checks that a bitmap says something of which may have changed since, or not have been so yet.</summary>
    internal long Stale => _stale.Value;

    /// <summary>Bitmaps that were of no use any more, or no longer fitted.</summary>
    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Bitmaps worked out whole.</summary>
    internal long Built => Volatile.Read(ref _built);

    internal bool TryGet(in BitmapKey key, [NotNullWhen(true)] out PermissionBitmap? bitmap) => _bitmaps.TryGetValue(key, out bitmap);

    /// <summary>Checks by one subject that pay for working out everything that they have, in a tenant with so many slots.</summary>
    internal static int Enough(uint slotEnd) => (int)Math.Max(EnoughChecks, slotEnd / SlotsForEachCheck);

    /// <summary>Notes that a subject without a bitmap checked something, in a tenant with so many slots.</summary>
    internal void SawCheck(in BitmapKey key, uint slotEnd) => Saw(key, 1, Enough(slotEnd));

    /// <summary>Notes that a subject without a bitmap looked up what they have, which took about as long as a bitmap takes.</summary>
    internal void SawLookup(in BitmapKey key, uint slotEnd) => Saw(key, Enough(slotEnd) / 2, Enough(slotEnd));

    private void Saw(in BitmapKey key, int weight, int enough)
    {
        if (_hot.Count(key, weight, enough)) _wanted.Writer.TryWrite(key);
    }

    internal bool TryTakeWanted(out BitmapKey key) => _wanted.Reader.TryRead(out key);

    internal ValueTask<bool> WaitForWantedAsync(CancellationToken cancellationToken) => _wanted.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Keeps what was worked out for a subject, unless something newer is there.</summary>
    internal void Put(in BitmapKey key, BitmapContents contents)
    {
        Interlocked.Increment(ref _built);
        if (_bitmaps.TryGetValue(key, out var bitmap))
        {
            Grow(bitmap.Replace(contents), bitmap);
            return;
        }

        bitmap = new(contents, MaxGathered);
        if (_bitmaps.TryAdd(key, bitmap)) Grow(contents.Bytes, bitmap);
    }

    /// <summary>Notes how what a bitmap takes has changed, and makes room.</summary>
    internal void Grow(long change, PermissionBitmap by)
    {
        if (change == 0 || Interlocked.Add(ref _bytes, change) <= MaxBytes) return;

        // Those that answered nothing since the last time go first; if that is not enough, whoever comes first.
        for (var round = 0; round < 2 && ResidentBytes > MaxBytes; round++)
        {
            foreach (var (key, bitmap) in _bitmaps)
            {
                if (ResidentBytes <= MaxBytes) break;
                if (round == 1 || (!bitmap.TakeUsed() && !ReferenceEquals(bitmap, by))) Drop(key, bitmap);
            }
        }
    }

    internal void Drop(in BitmapKey key, PermissionBitmap bitmap)
    {
        if (!_bitmaps.TryRemove(new(key, bitmap))) return;
        Interlocked.Increment(ref _dropped);
        Interlocked.Add(ref _bytes, -bitmap.Retire());
    }

    /// <summary>Forgets them all.</summary>
    internal void Clear()
    {
        foreach (var (key, bitmap) in _bitmaps) Drop(key, bitmap);
    }

    internal void CountHit() => _hits.Add();

    internal void CountMiss() => _misses.Add();

    internal void CountStale() => _stale.Add();
}
