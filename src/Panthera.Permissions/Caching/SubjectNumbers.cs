using System.Runtime.CompilerServices;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Caching;

/// <summary>The numbers of subjects that were asked about by name, so that a check does not search an ordered map of every name for each question.</summary>
/// <remarks>
/// <para>INVARIANT (numbers-are-for-ever): a number that was published names the same object in every later state, and none in earlier ones, whose next number is not
/// above it. So an entry made from a published state serves any state of the same schema that has given out its number; drafts, which may be refused and their numbers
/// given to others, fill nothing. Whole names are compared, never only hashes.</para>
/// <para>Only a hint: what is not found is looked up. Two places for each hash; the newer entry pushes the older out. It grows with what is asked, up to
/// <see cref="MaxSlots"/>. Read without locks: an entry is immutable and published whole. Filling is guarded by _lock.</para>
/// </remarks>
internal sealed class SubjectNumbers
{
    /// <summary>A hundred thousand subjects that are asked about in turns still find a place; full, it takes some 16 MiB.</summary>
    internal const int MaxSlots = 1 << 18;

    private const int FirstSlots = 1 << 6;

    // An entry with its reference, and its place; the texts belong to whoever asked.
    private const int EntryBytes = 160;

    private readonly Lock _lock = new();
    private Entry?[] _slots = new Entry?[FirstSlots];
    private int _count;

    internal long ResidentBytes => ((long)_slots.Length * IntPtr.Size) + ((long)Volatile.Read(ref _count) * EntryBytes);

    /// <summary>Finds the number of a subject in a state.</summary>
    internal bool TryGet(SubjectReference subject, PermissionsState state, out SubjectKey key)
    {
        var slots = Volatile.Read(ref _slots);
        var hash = Hash(subject);
        if ((Find(slots, hash, subject) ?? Find(slots, hash ^ 1, subject)) is { } entry && entry.Serves(state))
        {
            key = entry.Key;
            return true;
        }

        key = default;
        return false;
    }

    /// <summary>Keeps the number that a subject has in a published state.</summary>
    internal void Add(SubjectReference subject, PermissionsState state, SubjectKey key)
    {
        if (!state.IsPublished || key.Id is ObjectKey.Unknown or ObjectKey.UnknownSubject) return;
        var hash = Hash(subject);
        lock (_lock)
        {
            if (_count > _slots.Length / 2 && _slots.Length < MaxSlots) Grow_NeedsLock();
            Place_NeedsLock(_slots, hash, new(subject, state.Schema, key));
        }
    }

    private static Entry? Find(Entry?[] slots, int hash, SubjectReference subject)
    {
        var entry = slots[hash & (slots.Length - 1)];
        return entry is not null && entry.Names(subject) ? entry : null;
    }

    private void Place_NeedsLock(Entry?[] slots, int hash, Entry entry)
    {
        ref var first = ref slots[hash & (slots.Length - 1)];
        ref var second = ref slots[(hash ^ 1) & (slots.Length - 1)];
        if (first is null || first.Names(entry.Subject))
        {
            if (first is null) _count++;
            Volatile.Write(ref first, entry);
            return;
        }

        // The one before moves to the second place, which whoever had it loses.
        if (second is null) _count++;
        Volatile.Write(ref second, first);
        Volatile.Write(ref first, entry);
    }

    private void Grow_NeedsLock()
    {
        var larger = new Entry?[_slots.Length * 4];
        _count = 0;
        foreach (var entry in _slots)
        {
            if (entry is not null) Place_NeedsLock(larger, Hash(entry.Subject), entry);
        }

        Volatile.Write(ref _slots, larger);
    }

    // Seeded for each process, so that nobody can choose names that push others out.
    private static int Hash(SubjectReference subject) =>
        subject.Id.GetHashCode(StringComparison.Ordinal) ^ (subject.Type.Length * 0x61C88647) ^ ((subject.Relation?.Length ?? 0) * 0x3504F333);

    private sealed class Entry(SubjectReference subject, CompiledSchema schema, SubjectKey key)
    {
        internal SubjectReference Subject => subject;

        internal SubjectKey Key => key;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool Names(SubjectReference other) =>
            ReferenceEquals(subject, other) || (subject.Id == other.Id && subject.Type == other.Type && subject.Relation == other.Relation);

        internal bool Serves(PermissionsState state) => ReferenceEquals(schema, state.Schema) && key.Id < state.NextObject;
    }
}
