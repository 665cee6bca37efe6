using System.Diagnostics.CodeAnalysis;
using Panthera.Storage;

namespace Panthera.Permissions.Caching;

/// <summary>Answers kept with the revisions that they hold for: of whole checks, and of the costly subproblems that different checks share.</summary>
/// <remarks>
/// <para>INVARIANT (interval): an answer serves only requests whose pinned revision is in its interval; the <see cref="ChangeClock"/> says which. So what a write touches stays
/// usable for requests pinned before it, and nothing else is lost. Nothing is ever removed for being out of date.</para>
/// <para>A table of small sets, found by hash, keys compared whole. In a full set the key that was asked for least makes room, if it was asked for less than the new one.
/// Bounded in bytes: half in slots, and what they refer to counted. Reading takes no lock: an answer is published whole. Keeping is guarded by _lock.</para>
/// </remarks>
internal sealed class AnswerCache
{
    private const int Ways = 8;
    private const int FirstSlots = 64;

    // A slot, its share of the sketch, and an answer of a dozen cells.
    private const int BytesOfSlot = 256;

    private readonly Lock _lock = new();
    private long _maxBytes;
    private Table _table = new(FirstSlots);
    private long _bytes;
    private int _count;
    private uint _hand;
    private long _hits;
    private long _misses;
    private long _invalidated;
    private long _falselyInvalidated;

    /// <summary>What it may take.</summary>
    internal long MaxBytes
    {
        get => Volatile.Read(ref _maxBytes);
        set => Volatile.Write(ref _maxBytes, value);
    }

    internal long ResidentBytes => Volatile.Read(ref _bytes) + Volatile.Read(ref _table).ResidentBytes;

    internal PieceCounters Counters => new(Volatile.Read(ref _hits), Volatile.Read(ref _misses), 0, Volatile.Read(ref _invalidated), Volatile.Read(ref _falselyInvalidated), ResidentBytes, 0);

    /// <summary>Finds the answer to a question at a pinned revision.</summary>
    /// <param name="key">The question.</param>
    /// <param name="pinned">The revision, pinned before this is asked.</param>
    /// <param name="nowTicks">The request's clock.</param>
    /// <param name="maxHeight">Steps that are still allowed: an answer that looked farther is not found.</param>
    /// <param name="clock">The load's clock.</param>
    /// <param name="answer">The answer.</param>
    internal bool TryGet(in AnswerKey key, Revision pinned, long nowTicks, int maxHeight, ChangeClock clock, [NotNullWhen(true)] out CachedAnswer? answer)
    {
        var hash = key.Hash;
        var table = Volatile.Read(ref _table);
        table.Sketch.Add(hash);
        answer = table.Find(hash, key);
        if (answer is null)
        {
            Interlocked.Increment(ref _misses);
            return false;
        }

        while (answer is not null && !(answer.Verdict.Height <= maxHeight && answer.Serves(pinned, nowTicks, clock))) answer = answer.Older;
        Interlocked.Increment(ref answer is not null ? ref _hits : ref _invalidated);
        return answer is not null;
    }

    internal void ResetCounters()
    {
        Volatile.Write(ref _hits, 0);
        Volatile.Write(ref _misses, 0);
        Volatile.Write(ref _invalidated, 0);
        Volatile.Write(ref _falselyInvalidated, 0);
    }

    internal void Clear()
    {
        lock (_lock)
        {
            Volatile.Write(ref _table, new(FirstSlots));
            (_count, _bytes) = (0, 0);
        }
    }

    /// <summary>Keeps an answer, unless what is there is worth more.</summary>
    /// <remarks>INVARIANT (insertion): needs no lock against invalidation. A commit that touches it meanwhile has stamped a cell newer than the answer's revision, and whoever
    /// may see that commit finds the stamp.</remarks>
    internal void Keep(CachedAnswer answer)
    {
        var hash = answer.Key.Hash;
        lock (_lock)
        {
            if (_maxBytes <= 0) return;
            if (_count * 2 > _table.Slots.Length && (long)_table.Slots.Length * 2 * BytesOfSlot <= _maxBytes) Grow_NeedsLock();
            ref var place = ref Place_NeedsLock(hash, answer.Key, out var isFree);
            if (isFree) Put_NeedsLock(ref place, answer);
            else if (place!.Key.Equals(answer.Key)) Succeed_NeedsLock(ref place, answer);
            else if (_table.Sketch.Of(hash) > _table.Sketch.Of(place.Key.Hash)) Put_NeedsLock(ref place, answer);
            while (_bytes + _table.ResidentBytes > _maxBytes && _count > 0) Sweep_NeedsLock();
        }
    }

    private ref CachedAnswer? Place_NeedsLock(uint hash, in AnswerKey key, out bool isFree)
    {
        var set = _table.SetOf(hash);
        var free = -1;
        var least = 0;
        var fewest = int.MaxValue;
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i] is not { } there)
            {
                free = i;
                continue;
            }

            isFree = false;
            if (there.Key.Equals(key)) return ref set[i];
            var uses = _table.Sketch.Of(there.Key.Hash);
            if (uses >= fewest) continue;
            (least, fewest) = (i, uses);
        }

        isFree = free >= 0;
        return ref set[isFree ? free : least];
    }

    // The same question again: for a later revision, or for an earlier one that somebody still has pinned.
    private void Succeed_NeedsLock(ref CachedAnswer? place, CachedAnswer answer)
    {
        var before = place!;
        if (answer.ComputedAt >= before.ComputedAt)
        {
            if (answer.ComputedAt > before.ComputedAt && answer.ComesToTheSame(before)) _falselyInvalidated++;
            if (before.Older is { } oldest) _bytes -= oldest.Bytes;
            before.Older = null;

            // Inside the new one's interval the old one has nothing to say.
            if (before.Since < answer.Since)
            {
                answer.Older = before;
                _bytes += before.Bytes;
            }

            Put_NeedsLock(ref place, answer);
            return;
        }

        if (before.Older is { } replaced) _bytes -= replaced.Bytes;
        before.Older = answer;
        _bytes += answer.Bytes;
    }

    private void Put_NeedsLock(ref CachedAnswer? place, CachedAnswer answer)
    {
        if (place is { } before)
        {
            _bytes -= before.Bytes + (before.Older?.Bytes ?? 0);
            _count--;
        }

        _bytes += answer.Bytes;
        _count++;
        Volatile.Write(ref place, answer);
    }

    // Over the bound though slots are left: answers are larger than was thought. Whatever was not asked for lately goes, then anything.
    private void Sweep_NeedsLock()
    {
        var slots = _table.Slots;
        for (var i = 0; i <= Ways * 2; i++)
        {
            ref var place = ref slots[_hand++ & (uint)(slots.Length - 1)];
            if (place is not { } there || (i < Ways && _table.Sketch.Of(there.Key.Hash) > 1)) continue;
            _bytes -= there.Bytes + (there.Older?.Bytes ?? 0);
            _count--;
            Volatile.Write(ref place, null);
            return;
        }
    }

    private void Grow_NeedsLock()
    {
        var larger = new Table(_table.Slots.Length * 4);
        foreach (var answer in _table.Slots)
        {
            if (answer is null) continue;
            var set = larger.SetOf(answer.Key.Hash);
            var free = set.IndexOf((CachedAnswer?)null);
            if (free >= 0) set[free] = answer;
        }

        _count = larger.Slots.AsSpan().Length - larger.Slots.AsSpan().Count((CachedAnswer?)null);
        _bytes = 0;
        foreach (var answer in larger.Slots) _bytes += answer is null ? 0 : answer.Bytes + (answer.Older?.Bytes ?? 0);
        Volatile.Write(ref _table, larger);
    }

    private sealed class Table(int slots)
    {
        internal CachedAnswer?[] Slots { get; } = new CachedAnswer?[slots];

        internal FrequencySketch Sketch { get; } = new(slots);

        internal long ResidentBytes => (Slots.Length * (long)IntPtr.Size) + Sketch.ResidentBytes;

        internal Span<CachedAnswer?> SetOf(uint hash) => Slots.AsSpan((int)(hash & (uint)((Slots.Length / Ways) - 1)) * Ways, Ways);

        internal CachedAnswer? Find(uint hash, in AnswerKey key)
        {
            foreach (ref var place in SetOf(hash))
            {
                if (Volatile.Read(ref place) is { } answer && answer.Key.Equals(key)) return answer;
            }

            return null;
        }
    }
}
