using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Leopard;

/// <summary>The transitive closure of one loaded tenant's groups: for each userset, the usersets that contain it, in compressed bitmaps.</summary>
/// <remarks>
/// <para>After Leopard in "Zanzibar: Google's Consistent, Global Authorization System" (2019): whether a subject is in a group is whether a group that it was directly put into is in that
/// group. What a subject was directly put into is read from the pinned state, which has it sorted; so the index holds no member, follows no change of one, and cannot be stale about one.</para>
/// <para>Worked out when somebody asks, behind the requests, in slices; until then, and for whatever is being worked out, the graph answers. INVARIANT (horizon): a version ends before the first
/// commit that changes an edge and that it has not digested; the writer ends it before that commit can be seen.</para>
/// <para>Guarded by _lock: changes noted, and which version is the newest. Versions are read without locks. One slice runs at a time.</para>
/// </remarks>
internal sealed class LeopardIndex : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly List<UsersetChange> _changes = [];
    private LeopardVersion? _newest;
    private LeopardVersion? _before;
    private ImpureUsersets _impure = new();

    // The newest commit that changed an edge, and the first one that neither the newest version nor the build has digested.
    private ulong _lastChange;
    private ulong _nextChange = ulong.MaxValue;
    private ClosureBuild? _build;
    private volatile bool _isBusy;
    private bool _mustBegin = true;
    private volatile bool _hasGivenUp;
    private long _digested;
    private long _bytes;
    private long _exactBytes;
    private LeopardCounters _counters;

    /// <summary>Its bounds, and who does its work. Set before it is used.</summary>
    internal LeopardOptions Options { get; set; } = LeopardOptions.Default;

    /// <summary>What checks counted.</summary>
    internal LeopardTally Tally { get; } = new();

    /// <summary>What it has done and takes.</summary>
    internal LeopardCounters Counters
    {
        get
        {
            lock (_lock)
            {
                var applied = _newest is null ? 0 : Math.Min(_newest.Until - 1, _lastChange);
                return _counters with { Decided = Tally.Decided, Asked = Tally.Asked, Bytes = _bytes, LastChange = _lastChange, AppliedThrough = applied, Usersets = _newest?.Count ?? 0, HasGivenUp = _hasGivenUp };
            }
        }
    }

    internal long ResidentBytes => Volatile.Read(ref _bytes);

    /// <summary>Whether there is work under way or waiting for its next slice.</summary>
    internal bool IsBusy => _isBusy;

    /// <summary>Notes what a commit changes, before it can be seen. The writer's.</summary>
    internal void Observe(Commit commit, PermissionsState after)
    {
        foreach (var record in commit.Records)
        {
            if (record is SchemaRecord) BeginAnew(commit.Revision.Value);
            else if (record is RelationshipRecord { Subject.Relation.Value: not 0 } relationship) Observe(relationship, after, commit.Revision.Value);
        }
    }

    /// <summary>The version that holds at a state's revision; else null, and work towards one begins.</summary>
    internal LeopardVersion? Find(TenantState snapshot)
    {
        var revision = snapshot.Revision.Value;
        var newest = Volatile.Read(ref _newest);
        for (var version = newest; version is not null; version = version.Before)
        {
            if (version.Since > revision) continue;
            if (version.Serves(revision)) return version;
            break;
        }

        if ((newest is null || revision >= newest.Until) && !_isBusy && !_hasGivenUp) Begin(snapshot);
        return null;
    }

    /// <summary>Does a slice of the work; false when there is none left.</summary>
    internal bool Work()
    {
        if (_build is not { } build) return false;
        var version = build.Continue(Options.SliceWork, out var isDone);
        if (version is not null) Publish(version, build, isDone);
        return !isDone;
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        var more = false;
        try
        {
            more = Work();
        }
        catch (Exception)
        {
            // An index that cannot be worked out leaves everything to the graph.
            GiveUp();
        }

        if (more) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Observe(RelationshipRecord record, PermissionsState after, ulong at)
    {
        // A relation that no schema knows any more has no members; should one bring it back, that begins anew.
        if (after.Programs.Find(record.Resource.Type, record.Relation) is not { Userset.IsIndexed: true }) return;
        lock (_lock)
        {
            EndBefore_NeedsLock(at);
            if (_mustBegin && _build is null) return;
            if (_changes.Count < Options.MaxChanges) _changes.Add(new(at, new(record.Resource.Type, record.Relation, record.Resource.Id), record.Subject));
            else MustBegin_NeedsLock();
        }
    }

    private void BeginAnew(ulong at)
    {
        lock (_lock)
        {
            EndBefore_NeedsLock(at);
            MustBegin_NeedsLock();
            _hasGivenUp = false;
        }
    }

    private void EndBefore_NeedsLock(ulong at)
    {
        _lastChange = at;
        _nextChange = Math.Min(_nextChange, at);
        _newest?.End(at);
    }

    private void MustBegin_NeedsLock()
    {
        _mustBegin = true;
        _changes.Clear();
    }

    private void Begin(TenantState snapshot)
    {
        lock (_lock)
        {
            if (_isBusy || _hasGivenUp) return;
            var revision = snapshot.Revision.Value;
            var state = snapshot.Of(PermissionsRoom.Instance);

            // From a state that is not the newest, a whole build would miss what was not noted.
            if (_mustBegin || _newest is null)
            {
                if (_lastChange > revision) return;
                _build = new(state, _lastChange);
                _mustBegin = false;
                _digested = 0;
                _changes.Clear();
                _nextChange = ulong.MaxValue;
                _counters.Builds++;
            }
            else if (!TryCatchUp_NeedsLock(state, revision))
            {
                return;
            }

            _isBusy = true;
            _before = _newest;
        }

        if (Options.RunsInBackground) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool TryCatchUp_NeedsLock(PermissionsState state, ulong revision)
    {
        var known = _changes.FindIndex(change => change.At > revision);
        if (known < 0) known = _changes.Count;
        if (known == 0) return false;
        var since = _changes[known - 1].At;
        List<UsersetChange> digested = _changes.GetRange(0, known);
        _changes.RemoveRange(0, known);
        _nextChange = _changes.Count > 0 ? _changes[0].At : ulong.MaxValue;
        _digested += known;
        _build = new(state, since, _newest!, _impure, digested);
        _counters.CatchUps++;
        return true;
    }

    private void Publish(LeopardVersion version, ClosureBuild build, bool isDone)
    {
        var bytes = isDone ? Measure(version, build) : 0;
        lock (_lock)
        {
            version.End(_nextChange);
            version.Before = _before;
            if (_before?.Before?.Before is { } third) third.Before = null;
            if (isDone) Finish_NeedsLock(build, bytes);
            if (!_hasGivenUp) Volatile.Write(ref _newest, version);
        }
    }

    private void Finish_NeedsLock(ClosureBuild build, long bytes)
    {
        _build = null;
        _impure = build.Impure;
        _bytes = bytes;
        _counters.Recomputed += build.Affected;
        if (bytes > Options.MaxBytes) GiveUp_NeedsLock();

        // Numbers are never given back, so an index that has changed through and through begins anew with others.
        if (_digested > Math.Max(Options.MaxChanges, build.Numbers.Count)) MustBegin_NeedsLock();
        _isBusy = false;
    }

    // What was made is added up; what it took the place of is counted off by going through all of it, now and then.
    private long Measure(LeopardVersion version, ClosureBuild build)
    {
        var bytes = _bytes + build.Bytes;
        if (!build.IsWhole && bytes < (_exactBytes * 2) + 65_536 && bytes < Options.MaxBytes) return bytes;
        HashSet<RoaringBitmap> counted = new(ReferenceEqualityComparer.Instance);
        bytes = version.Numbers.Bytes + build.Impure.Bytes + version.Incomplete.Bytes;
        foreach (var page in version.Pages)
        {
            if (page is null) continue;
            bytes += (LeopardVersion.PageSize * 8) + 24;
            foreach (var containers in page)
            {
                if (containers is not null && counted.Add(containers)) bytes += containers.Bytes;
            }
        }

        return _exactBytes = bytes;
    }

    private void GiveUp()
    {
        lock (_lock)
        {
            GiveUp_NeedsLock();
            _isBusy = false;
        }
    }

    private void GiveUp_NeedsLock()
    {
        _hasGivenUp = true;
        _build = null;
        _bytes = 0;
        Volatile.Write(ref _newest, null);
        MustBegin_NeedsLock();
    }
}
