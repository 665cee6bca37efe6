using Panthera.Storage;

namespace Panthera.Permissions.Caching;

/// <summary>When what a tenant's answers rest on last changed: a table of revisions by hash of what changed, and a few coarse cells.</summary>
/// <remarks>
/// <para>Written by the tenant's writer alone, for each commit before it can be seen; read by anybody without locks.</para>
/// <para>INVARIANT (stamped-first): a cell's stamp is stored before any state that contains the change is published, and stamps only rise. So whoever holds a state of revision P, and reads
/// a cell then, finds a stamp that is at least the last change of the cell up to P. It may be of a later change, or of something else in the same cell: never of an earlier one.</para>
/// <para>INVARIANT (interval): an answer computed at revision r rests on cells whose newest stamp, read once r was pinned, is s. It holds for every revision from s (from r itself, if
/// s is newer than r) through r, and for a later P as long as every cell that it rests on is found, once P was pinned, with a stamp that is not newer than r.</para>
/// <para>A clock belongs to one load of a tenant: revisions of another load, whose log may have been rolled back, are never compared with its stamps. What was loaded counts as
/// unchanged since revision 0, which is sound, as no earlier state of that load can be pinned.</para>
/// <para>Until somebody reads a cell there is no table, and every cell stands at <see cref="ChangeScopes.Everything"/>: tenants that need none pay nothing.</para>
/// </remarks>
internal sealed class ChangeClock
{
    // 8 KiB to begin with; doubled until it has many more cells than it took stamps, since an answer may rest on a hundred of them.
    private const int FirstCells = 1 << 10;

    private const int CellsForStamp = 64;

    // 8 MiB: past this, what changes often enough to fill it makes false invalidations, which are counted.
    private const int MostCells = 1 << 20;

    private readonly int _firstCells;
    private readonly int _mostCells;
    private ulong[]? _cells;
    private ulong _everything;
    private ulong _memberships;
    private ulong _directories;
    private ulong _nesting;
    private bool _isRead;

    // The writer's own.
    private long _stamps;

    internal ChangeClock(int firstCells = FirstCells, int mostCells = MostCells) => (_firstCells, _mostCells) = (firstCells, mostCells);

    internal long ResidentBytes => Volatile.Read(ref _cells) is { } cells ? cells.Length * (long)sizeof(ulong) : 0;

    /// <summary>Begins a commit. The writer's.</summary>
    internal void Begin()
    {
        // Whatever changed before, changed no later than the last commit that changed anything.
        if (_cells is not null || !Volatile.Read(ref _isRead)) return;
        var cells = new ulong[_firstCells];
        Array.Fill(cells, _everything);
        Volatile.Write(ref _cells, cells);
    }

    /// <summary>Marks a change of a commit that was begun. The writer's.</summary>
    internal void Stamp(ChangeCell cell, Revision at)
    {
        Volatile.Write(ref _everything, at.Value);
        if (_cells is null) return;
        if (++_stamps * CellsForStamp > _cells.Length && _cells.Length < _mostCells) Grow();
        Volatile.Write(ref _cells[cell.Hash & (uint)(_cells.Length - 1)], at.Value);
    }

    /// <summary>Marks a coarse change of a commit that was begun. The writer's.</summary>
    internal void Stamp(ChangeScopes scopes, Revision at)
    {
        Volatile.Write(ref _everything, at.Value);
        if ((scopes & ChangeScopes.Memberships) != 0) Volatile.Write(ref _memberships, at.Value);
        if ((scopes & ChangeScopes.Directories) != 0) Volatile.Write(ref _directories, at.Value);
        if ((scopes & ChangeScopes.Nesting) != 0) Volatile.Write(ref _nesting, at.Value);
    }

    /// <summary>When a cell last changed, or later.</summary>
    internal Revision LastChange(ChangeCell cell)
    {
        if (Volatile.Read(ref _cells) is { } cells) return new(Volatile.Read(ref cells[cell.Hash & (uint)(cells.Length - 1)]));
        if (!Volatile.Read(ref _isRead)) Volatile.Write(ref _isRead, true);
        return new(Volatile.Read(ref _everything));
    }

    /// <summary>When any of some coarse cells last changed.</summary>
    internal Revision LastChange(ChangeScopes scopes)
    {
        ulong newest = 0;
        if ((scopes & ChangeScopes.Everything) != 0) newest = Volatile.Read(ref _everything);
        if ((scopes & ChangeScopes.Memberships) != 0) newest = Math.Max(newest, Volatile.Read(ref _memberships));
        if ((scopes & ChangeScopes.Directories) != 0) newest = Math.Max(newest, Volatile.Read(ref _directories));
        if ((scopes & ChangeScopes.Nesting) != 0) newest = Math.Max(newest, Volatile.Read(ref _nesting));
        return new(newest);
    }

    /// <summary>The earliest revision that an answer holds for. Ask once the revision that it was computed at is pinned.</summary>
    /// <param name="cells">What it rests on.</param>
    /// <param name="scopes">What else it rests on.</param>
    /// <param name="computedAt">The revision that it was computed at.</param>
    internal Revision Since(ReadOnlySpan<ChangeCell> cells, ChangeScopes scopes, Revision computedAt)
    {
        var newest = LastChange(scopes);
        foreach (var cell in cells)
        {
            var stamp = LastChange(cell);
            if (stamp > newest) newest = stamp;
        }

        return newest > computedAt ? computedAt : newest;
    }

    /// <summary>Whether nothing of this changed after a revision. Ask once a later revision is pinned: then it holds through that one.</summary>
    internal bool IsUnchanged(ReadOnlySpan<ChangeCell> cells, ChangeScopes scopes, Revision since)
    {
        if (Volatile.Read(ref _everything) <= since.Value) return true;
        if (LastChange(scopes) > since) return false;
        foreach (var cell in cells)
        {
            if (LastChange(cell) > since) return false;
        }

        return true;
    }

    /// <summary>Whether an answer serves a request.</summary>
    /// <param name="cells">What it rests on.</param>
    /// <param name="scopes">What else it rests on.</param>
    /// <param name="since">What <see cref="Since"/> said when it was computed.</param>
    /// <param name="computedAt">The revision that it was computed at.</param>
    /// <param name="pinned">The revision that the request has pinned.</param>
    internal bool Serves(ReadOnlySpan<ChangeCell> cells, ChangeScopes scopes, Revision since, Revision computedAt, Revision pinned) =>
        pinned <= computedAt ? since <= pinned : IsUnchanged(cells, scopes, computedAt);

    private void Grow()
    {
        var before = _cells!;
        var cells = new ulong[before.Length * 2];

        // A cell of the larger table is a part of the cell of the smaller one that has its lower bits.
        before.CopyTo(cells, 0);
        before.CopyTo(cells, before.Length);
        Volatile.Write(ref _cells, cells);
    }
}
