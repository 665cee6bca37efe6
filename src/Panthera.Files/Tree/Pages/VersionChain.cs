namespace Panthera.Files.Tree.Pages;

/// <summary>The versions of an arena: those published, in order, and those that are being edited or were abandoned.</summary>
/// <remarks>
/// <para>Each published version keeps the list of pages that it sees and its successor does not. When the garbage collector has found it
/// unreachable, the list is split: what the version before it sees too waits for that one, and the rest is free. (ZFS keeps deadlists the same way.)</para>
/// <para>Guarded by the arena's lock.</para>
/// </remarks>
internal sealed class VersionChain(PageArena arena)
{
    // Below this, and a part of what is in use, waiting for a collection that happens anyway is cheaper than asking for one.
    private const long MinDeadPages = (16L << 20) / PageArena.PageBytes;
    private const int DeadShift = 5;

    private readonly List<VersionLink> _published = [];
    private readonly List<VersionLink> _open = [];
    private long _deadPages;
    private long _maxDeadPages = MinDeadPages;
    private int _sweptAt = -1;
    private int _askedAt;
    private bool _isAsked;

    internal long DeadPages => Volatile.Read(ref _deadPages);

    /// <summary>Pages of versions that are being edited or were abandoned.</summary>
    internal long OpenPages { get; set; }

    internal ulong OldestVersion => _published.Count == 0 ? 0 : _published[0].Number;

    internal void Open_NeedsLock(PageVersion version)
    {
        version.Link = new(version);
        _open.Add(version.Link);
    }

    internal void Publish_NeedsLock(PageVersion version)
    {
        var link = version.Link!;
        if (link.IsPublished) return;
        if (version.Basis is { } basis) Publish_NeedsLock(basis);
        link.IsPublished = true;
        OpenPages -= link.Allocated?.Count ?? 0;
        link.Allocated = null;
        foreach (var page in version.Spares) arena.Free_NeedsLock(page);
        version.ForgetSpares();
        _open.Remove(link);
        var newest = _published.Count == 0 ? null : _published[^1];
        foreach (var page in version.Retired) LetGo_NeedsLock(page, newest);
        version.ReplacedPages = version.Retired.Count;
        version.Retired.Clear();
        version.Basis = null;
        _published.Add(link);
    }

    /// <summary>Gives back what only unreachable versions saw, if the garbage collector has run since the last time; and has it run when that is much.</summary>
    internal void Sweep_NeedsLock()
    {
        SweepIfCollected_NeedsLock();
        if (_deadPages <= _maxDeadPages || _isAsked) return;

        // The collector does not see native memory. Versions mostly die young, and a young collection takes well below a millisecond. What it leaves is
        // held by somebody, or old: then nothing is asked for again before as much has come once more.
        var step = Step;
        for (var generation = 0; generation < 2; generation++)
        {
            var before = _deadPages;
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            SweepIfCollected_NeedsLock();
            if (_deadPages > before - (step / 2)) continue;
            _maxDeadPages = _deadPages + step;
            return;
        }

        _askedAt = GC.CollectionCount(2);
        _isAsked = true;
        GC.Collect(2, GCCollectionMode.Forced, blocking: false);
    }

    private long Step => Math.Max(MinDeadPages, arena.UsedPages >> DeadShift);

    private void SweepIfCollected_NeedsLock()
    {
        var collections = GC.CollectionCount(0);
        if (collections == _sweptAt) return;
        _sweptAt = collections;
        SweepOpen_NeedsLock();
        SweepPublished_NeedsLock();
        arena.Trim_NeedsLock();
        if (!_isAsked || GC.CollectionCount(2) == _askedAt) return;

        // What is still there is held by somebody: ask again only when as much again has come.
        _isAsked = false;
        _maxDeadPages = _deadPages + Step;
    }

    /// <summary>Lets go of every handle, for the arena's finalizer.</summary>
    internal void Forget()
    {
        foreach (var link in _published) link.Release();
        foreach (var link in _open) link.Release();
    }

    private void SweepOpen_NeedsLock()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var link = _open[i];
            if (link.IsReachable) continue;
            OpenPages -= link.Allocated?.Count ?? 0;
            foreach (var page in link.Allocated ?? []) arena.Free_NeedsLock(page);
            link.Release();
            _open.RemoveAt(i);
        }
    }

    private void SweepPublished_NeedsLock()
    {
        // From the oldest on, so that a page goes at once to the last version that is reachable before it, however many in between are not.
        VersionLink? before = null;
        var kept = 0;
        for (var i = 0; i < _published.Count; i++)
        {
            var link = _published[i];
            if (i == _published.Count - 1 || link.IsReachable)
            {
                _published[kept++] = before = link;
                continue;
            }

            _deadPages -= link.Dead.Count;
            foreach (var page in link.Dead) LetGo_NeedsLock(page, before);
            link.Release();
        }

        _published.RemoveRange(kept, _published.Count - kept);
    }

    private void LetGo_NeedsLock(uint page, VersionLink? newest)
    {
        if (newest is null || arena.BirthOf(page) > newest.Number)
        {
            arena.Free_NeedsLock(page);
            return;
        }

        newest.Dead.Add(page);
        _deadPages++;
    }
}
