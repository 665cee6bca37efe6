using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Caching;

/// <summary>What the checks of one scope read, in the order in which they did: from it, what each answer rests on is taken.</summary>
/// <remarks>
/// <para>Since evaluation goes depth first, what a subproblem read is one stretch of the log. A subproblem that was found in the memo stands in it as a reference
/// to its own stretch. Confined to its scope; empties itself with the memo, whose references it holds.</para>
/// <para>INVARIANT (read-complete): whatever the evaluator takes from the state while it records is noted here first: relationships of a resource, what a subject
/// stands in, places in the tree. What a schema says is in the key.</para>
/// </remarks>
internal sealed class ReadLog
{
    /// <summary>Cells that one answer keeps at most; what rests on more rests on everything.</summary>
    internal const int MaxCells = 192;

    // Looking through this many entries costs as much as the answer is worth.
    private const int MaxLooked = 4096;

    // Past this, a long bulk begins anew between two of its items.
    internal const int MaxEntries = 1 << 20;

    private readonly HashSet<ChangeCell> _cells = [];
    private readonly HashSet<long> _stretches = [];
    private readonly Stack<Stretch> _open = new();
    private Entry[] _entries = new Entry[64];

    internal int Count { get; private set; }

    /// <summary>How often it was emptied: stretches of before mean nothing.</summary>
    internal int Clearings { get; private set; }

    internal void Clear()
    {
        Count = 0;
        Clearings++;
    }

    internal void Grants(ObjectKey resource) => Note(ChangeCell.GrantsOn(resource));

    internal void Targets(in SubjectKey subject) => Note(ChangeCell.TargetsOf(subject));

    internal void Place(ulong file) => Note(ChangeCell.PlaceOf(file));

    internal void Note(ChangeCell cell) => Add(new((int)cell.Hash, Entry.Cell));

    internal void Note(ChangeScopes scopes) => Add(new((int)scopes, Entry.Scope));

    /// <summary>Notes all that a kept answer rests on.</summary>
    internal void Note(CachedAnswer answer)
    {
        foreach (var cell in answer.Cells) Note(cell);
        if (answer.Scopes != ChangeScopes.None) Note(answer.Scopes);
    }

    /// <summary>Notes all that was read in an earlier stretch.</summary>
    internal void Note(Stretch stretch)
    {
        if (stretch.End > stretch.Start) Add(new(stretch.Start, stretch.End));
    }

    /// <summary>Collects what was read in a stretch, each cell once.</summary>
    internal ChangeCell[] Collect(Stretch stretch, out ChangeScopes scopes)
    {
        _cells.Clear();
        _stretches.Clear();
        _open.Clear();
        _open.Push(stretch);
        scopes = ChangeScopes.None;
        var looked = 0;
        while (_open.TryPop(out var next))
        {
            for (var i = next.Start; i < next.End; i++)
            {
                ref readonly var entry = ref _entries[i];
                if (entry.End == Entry.Cell) _cells.Add(new((uint)entry.Start));
                else if (entry.End == Entry.Scope) scopes |= (ChangeScopes)entry.Start;
                else if (_stretches.Add(((long)entry.Start << 32) | (uint)entry.End)) _open.Push(new(entry.Start, entry.End));
                if (++looked <= MaxLooked && _cells.Count <= MaxCells) continue;
                scopes = ChangeScopes.Everything;
                return [];
            }
        }

        // What rests on everything needs no more.
        if ((scopes & ChangeScopes.Everything) != 0) return [];
        return [.. _cells];
    }

    private void Add(Entry entry)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        _entries[Count++] = entry;
    }

    /// <param name="Start">The first entry.</param>
    /// <param name="End">Behind the last.</param>
    internal readonly record struct Stretch(int Start, int End)
    {
        /// <summary>Nobody noted what was read.</summary>
        internal static Stretch None => new(-1, -1);
    }

    // A cell, a coarse cell, or an earlier stretch.
    private readonly record struct Entry(int Start, int End)
    {
        internal const int Cell = -1;
        internal const int Scope = -2;
    }
}
