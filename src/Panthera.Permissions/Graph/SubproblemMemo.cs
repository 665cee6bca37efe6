using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Graph;

/// <summary>The subproblems (a resource and a member, for one subject) that a scope has decided or is deciding. Confined to its scope.</summary>
/// <remarks>An open-addressed table that compares whole keys and is emptied by moving on to the next generation.</remarks>
internal sealed class SubproblemMemo
{
    private const int InitialCapacity = 256;
    private const int MaxKeptCapacity = 1 << 16;

    private Entry[] _entries = new Entry[InitialCapacity];

    // What each value rests on, beside the entries; only once somebody notes it.
    private ReadLog.Stretch[]? _stretches;
    private uint _generation = 1;
    private int _count;

    // The values that are in doubt, in the order they were found; there are none without caveats.
    private List<Verdict>? _doubtful;

    internal enum Status : byte
    {
        Absent,
        InProgress,
        Denied,
        InDoubt,
        Allowed,
    }

    internal int Count => _count;

    internal void Clear()
    {
        _count = 0;
        _doubtful?.Clear();
        if (_entries.Length > MaxKeptCapacity) (_entries, _stretches) = (new Entry[InitialCapacity], null);
        else if (++_generation != 0) return;
        else Array.Clear(_entries);
        _generation = 1;
    }

    /// <summary>Finds what is known of a subproblem.</summary>
    internal Status Find(ObjectKey resource, RelationId member, out Verdict verdict)
    {
        ref var entry = ref Slot(resource, member);
        verdict = default;
        if (entry.Generation != _generation) return Status.Absent;
        if (entry.Status == Status.InDoubt) verdict = _doubtful![(int)entry.ExpiresAt];
        else if (entry.Status >= Status.Denied) verdict = new(entry.Status == Status.Allowed ? Decision.Allowed : Decision.Denied, entry.ExpiresAt, entry.Height, null);
        return entry.Status;
    }

    /// <summary>Finds what is known of a subproblem together with what it rests on; a value without that is as good as absent.</summary>
    internal Status FindNoted(ObjectKey resource, RelationId member, out Verdict verdict, out ReadLog.Stretch stretch)
    {
        stretch = ReadLog.Stretch.None;
        var status = Find(resource, member, out verdict);
        if (status < Status.Denied) return status;
        if (_stretches is not null) stretch = _stretches[IndexOf(resource, member)];
        return stretch == ReadLog.Stretch.None ? Status.Absent : status;
    }

    internal void Begin(ObjectKey resource, RelationId member) => Set(resource, member, Status.InProgress, default);

    /// <summary>Keeps a final value: one that rests on no unfinished subproblem.</summary>
    internal void Complete(ObjectKey resource, RelationId member, in Verdict verdict) => Complete(resource, member, verdict, ReadLog.Stretch.None);

    /// <summary>Keeps a final value, and what it rests on.</summary>
    internal void Complete(ObjectKey resource, RelationId member, in Verdict verdict, ReadLog.Stretch stretch)
    {
        Keep(resource, member, verdict);
        if (_stretches is null)
        {
            if (stretch == ReadLog.Stretch.None) return;
            _stretches = new ReadLog.Stretch[_entries.Length];
            Array.Fill(_stretches, ReadLog.Stretch.None);
        }

        _stretches[IndexOf(resource, member)] = stretch;
    }

    private void Keep(ObjectKey resource, RelationId member, in Verdict verdict)
    {
        if (verdict.Doubt is null)
        {
            Set(resource, member, verdict.IsAllowed ? Status.Allowed : Status.Denied, verdict);
            return;
        }

        _doubtful ??= [];
        Set(resource, member, Status.InDoubt, verdict with { ExpiresAt = _doubtful.Count });
        _doubtful.Add(verdict);
    }

    private void Set(ObjectKey resource, RelationId member, Status status, in Verdict verdict)
    {
        ref var entry = ref Slot(resource, member);
        if (entry.Generation != _generation)
        {
            if (++_count * 2 > _entries.Length)
            {
                Grow();
                entry = ref Slot(resource, member);
            }

            entry.Generation = _generation;
            entry.Type = resource.Type.Value;
            entry.Id = resource.Id;
            entry.Member = member.Value;
        }

        entry.Status = status;
        entry.ExpiresAt = verdict.ExpiresAt;
        entry.Height = (ushort)verdict.Height;
    }

    private ref Entry Slot(ObjectKey resource, RelationId member) => ref _entries[IndexOf(resource, member)];

    private int IndexOf(ObjectKey resource, RelationId member)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        var hash = (resource.Id ^ ((ulong)resource.Type.Value << 48) ^ ((ulong)member.Value << 40)) * 0x9E3779B97F4A7C15;
        for (var i = (int)(hash >> 32) & mask; ; i = (i + 1) & mask)
        {
            ref var entry = ref entries[i];
            if (entry.Generation != _generation) return i;
            if (entry.Id == resource.Id && entry.Type == resource.Type.Value && entry.Member == member.Value) return i;
        }
    }

    private void Grow()
    {
        var (before, stretches) = (_entries, _stretches);
        _entries = new Entry[before.Length * 2];
        if (stretches is not null) _stretches = new ReadLog.Stretch[_entries.Length];
        for (var i = 0; i < before.Length; i++)
        {
            ref readonly var entry = ref before[i];
            if (entry.Generation != _generation) continue;
            var at = IndexOf(new(new(entry.Type), entry.Id), new(entry.Member));
            _entries[at] = entry;
            if (stretches is not null) _stretches![at] = stretches[i];
        }
    }

    private struct Entry
    {
        internal ulong Id;

        // Of a value in doubt: its place among the doubtful.
        internal long ExpiresAt;
        internal uint Type;
        internal uint Member;
        internal uint Generation;
        internal Status Status;
        internal ushort Height;
    }
}
