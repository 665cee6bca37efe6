namespace Panthera.Files.Tree.Pages;

/// <summary>The versions of an arena: those published, in order, and those that are being edited or were abandoned.</summary>
/// <remarks>
/// <para>Each published version keeps the list of pages that it sees and its successor does not. When the garbage collector has found it
/// unreachable, the list is split: what the version before it sees too waits for that one, and the rest is free. (ZFS keeps deadlists the same way.)</para>
/// <para>Guarded by the arena's lock.</para>
/// </remarks>
internal sealed class VersionChain(PageArena arena)
{
    // Below this, waiting for a collection that happens anyway is cheaper than asking for one.
    private const long MinDeadPages = (16L << 20) / PageArena.PageBytes;

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
        _open.Remove(link);
        var newest = _published.Count == 0 ? null : _published[^1];
        foreach (var page in version.Retired) LetGo_NeedsLock(page, newest);
        version.Retired.Clear();
        version.Basis = null;
        _published.Add(link);
    }

    /// <summary>Gives back what only unreachable versions saw, if the garbage collector has run since the last time; and has it run when that is much.</summary>
    internal void Sweep_NeedsLock()
    {
        SweepIfCollected_NeedsLock();
        if (_deadPages <= _maxDeadPages || _isAsked) return;

        // The collector does not see native memory. Versions mostly die young, and a young collection takes well below a millisecond.
        for (var generation = 0; generation < 2 && _deadPages > _maxDeadPages; generation++)
        {
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            SweepIfCollected_NeedsLock();
        }

        if (_deadPages <= _maxDeadPages) return;
        _askedAt = GC.CollectionCount(2);
        _isAsked = true;
        GC.Collect(2, GCCollectionMode.Forced, blocking: false);
    }

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
        _maxDeadPages = Math.Max(_deadPages + MinDeadPages, _deadPages + (arena.UsedPages / 32));
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
        for (var i = _published.Count - 2; i >= 0; i--)
        {
            var link = _published[i];
            if (link.IsReachable) continue;
            var before = i > 0 ? _published[i - 1] : null;
            _deadPages -= link.Dead.Count;
            foreach (var page in link.Dead) LetGo_NeedsLock(page, before);
            link.Release();
            _published.RemoveAt(i);
        }
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
