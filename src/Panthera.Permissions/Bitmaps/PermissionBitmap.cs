using Panthera.Storage;

namespace Panthera.Permissions.Bitmaps;

/// <summary>What is known of what one subject has by one program (what others call a Tiger cache): hints that a request trusts only by <see cref="BitmapTrust"/>.</summary>
/// <remarks>
/// <para>Not a permission, and never complete by being there: what is not known is unknown. Read without locks; changed under _lock.</para>
/// <para>Single decisions are gathered and taken in many at a time, since taking one in copies what is near it.</para>
/// </remarks>
internal sealed class PermissionBitmap
{
    internal const int MaxGathered = 256;

    // Bits that turned out to be of no use, in a row with none that was of use, before everything is forgotten.
    private const int MaxStale = 4096;

    private readonly Lock _lock = new();
    private readonly uint[] _gathered;
    private readonly bool[] _areAllowed;
    private BitmapContents _contents;
    private int _count;
    private long _gatheredTicks;
    private int _stale;
    private bool _isRetired;
    private bool _wasUsed;

    internal PermissionBitmap(BitmapContents contents, int maxGathered = MaxGathered)
    {
        _contents = contents;
        _gathered = new uint[maxGathered];
        _areAllowed = new bool[maxGathered];
    }

    /// <summary>What is known. Read it once, and before the clock.</summary>
    internal BitmapContents Contents => Volatile.Read(ref _contents);

    /// <summary>Whether it answered something since this was last asked. Racy: whoever evicts goes by it.</summary>
    internal bool TakeUsed()
    {
        var was = _wasUsed;
        _wasUsed = false;
        return was;
    }

    internal void Use()
    {
        // Only where it changes something: other threads read it.
        if (_stale != 0) _stale = 0;
        if (!_wasUsed) _wasUsed = true;
    }

    /// <summary>Takes in one decision.</summary>
    /// <param name="slot">The slot of the file.</param>
    /// <param name="isAllowed">The decision.</param>
    /// <param name="decidedAt">The revision that it was decided at, which is pinned.</param>
    /// <param name="nowTicks">The clock that it was decided by.</param>
    /// <param name="holds">Whether a decision about this file holds at both revisions; asked under the lock, with the bitmap's own revision.</param>
    /// <returns>The change of what it takes in memory; null if the decision came of another revision, and the bitmap has been of no use for long.</returns>
    internal long? Add<TTrust>(uint slot, bool isAllowed, Revision decidedAt, long nowTicks, in TTrust holds)
        where TTrust : struct, IBitmapTrust
    {
        lock (_lock)
        {
            // INVARIANT (bitmap): asked here, where the revision cannot become another one between the answer and the bit.
            if (decidedAt != _contents.At && !holds.Holds(_contents.At, decidedAt)) return ++_stale < MaxStale || decidedAt < _contents.At ? 0 : null;
            if (_isRetired || nowTicks < _contents.NowTicks) return 0;
            _gathered[_count] = slot;
            _areAllowed[_count] = isAllowed;
            _gatheredTicks = Math.Max(_gatheredTicks, nowTicks);
            return ++_count == _gathered.Length ? TakeIn_NeedsLock() : 0;
        }
    }

    /// <summary>Puts what was decided at another revision in the place of everything, unless that was decided earlier.</summary>
    /// <returns>The change of what it takes in memory.</returns>
    internal long Replace(BitmapContents contents)
    {
        lock (_lock)
        {
            if (_isRetired || contents.At < _contents.At) return 0;
            var change = contents.Bytes - _contents.Bytes;
            Volatile.Write(ref _contents, contents);
            _count = 0;
            _stale = 0;
            return change;
        }
    }

    /// <summary>Forgets everything and takes in nothing more: it was dropped.</summary>
    /// <returns>What it took in memory.</returns>
    internal long Retire()
    {
        lock (_lock)
        {
            var bytes = _contents.Bytes;
            _isRetired = true;
            _count = 0;
            return bytes;
        }
    }

    private long TakeIn_NeedsLock()
    {
        var known = new RoaringBuilder(_contents.Known);
        var allowed = new RoaringBuilder(_contents.Allowed);
        for (var i = 0; i < _count; i++)
        {
            known.Add(_gathered[i]);
            if (_areAllowed[i]) allowed.Add(_gathered[i]);
            else allowed.Remove(_gathered[i]);
        }

        _count = 0;
        var contents = new BitmapContents(_contents.At, Math.Max(_gatheredTicks, _contents.NowTicks), known.ToBitmap(), allowed.ToBitmap());
        var change = contents.Bytes - _contents.Bytes;
        Volatile.Write(ref _contents, contents);
        return change;
    }
}
