using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Leopard;

/// <summary>Brings the closure of groups to one state, in slices: from the version before and the changes since, or from nothing.</summary>
/// <remarks>
/// <para>Only usersets below a changed relationship can be in other usersets than before: they are found first, downward in the new state, and then worked out anew from the
/// relationships themselves. So a removal is nothing special: what another leg still gives is found again.</para>
/// <para>INVARIANT (affected): whatever has other containers than in the version before is affected. A way up that is new or gone has a first changed relationship, counted from
/// below; the way below that is in the new state, so searching downward from the changed relationships' usersets in the new state finds it.</para>
/// <para>Confined to one thread at a time. It holds its state until it is done.</para>
/// </remarks>
internal sealed class ClosureBuild
{
    private readonly UsersetEdges _edges;
    private readonly UsersetNumbers _numbers;
    private readonly ClosurePages _pages;
    private readonly ImpureUsersets _impure;
    private readonly LeopardVersion? _from;
    private readonly ulong _since;
    private readonly List<uint> _affected = [];
    private readonly Dictionary<uint, int> _places = [];
    private readonly UsersetScan? _scan;
    private readonly RoaringBuilder _incomplete = new();
    private AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>.Enumerator _below;
    private bool _isSearching;
    private int _searched;
    private ClosureOrder? _order;
    private int _ordered;
    private RoaringBuilder? _behind;
    private Queue<uint>? _impureLeft;
    private bool _changesIncomplete;

    /// <summary>Begins a version from nothing.</summary>
    internal ClosureBuild(PermissionsState state, ulong since)
    {
        _edges = new(state);
        _numbers = new();
        _pages = new(null);
        _impure = new();
        _since = since;
        _scan = new(state);
        _changesIncomplete = true;
    }

    /// <summary>Begins a version from the one before.</summary>
    internal ClosureBuild(PermissionsState state, ulong since, LeopardVersion from, ImpureUsersets impure, IReadOnlyList<UsersetChange> changes)
    {
        _edges = new(state);
        _numbers = from.Numbers;
        _pages = new(from);
        _impure = impure;
        _from = from;
        _since = since;
        foreach (var change in changes) Seed(change);
    }

    internal UsersetNumbers Numbers => _numbers;

    internal ImpureUsersets Impure => _impure;

    /// <summary>Bytes of the bitmaps made so far.</summary>
    internal long Bytes => _order?.Bytes ?? 0;

    /// <summary>How many usersets' containers are worked out.</summary>
    internal int Affected => _affected.Count;

    /// <summary>Whether every userset is worked out anew.</summary>
    internal bool IsWhole => _scan is not null;

    /// <summary>Does a slice of the work.</summary>
    /// <param name="work">How much: about a look-up each.</param>
    /// <param name="isDone">Whether it was the last.</param>
    /// <returns>A version that may answer; null when none can yet. The last one has nothing left behind.</returns>
    internal LeopardVersion? Continue(int work, out bool isDone)
    {
        isDone = false;
        if (!Search(ref work)) return null;
        if (_order is null) BeginOrder();
        while (_ordered < _affected.Count)
        {
            if (!_order!.Finish(_affected[_ordered], ref work)) return Partial();
            _ordered++;
        }

        if (!JoinIncomplete(ref work)) return Partial();
        isDone = true;
        return new(_numbers, _pages.HandOut(_numbers.Count), _numbers.Count, _since)
        {
            Incomplete = _changesIncomplete ? _incomplete.ToBitmap() : _from!.Incomplete,
        };
    }

    private void Seed(UsersetChange change)
    {
        var isThere = _edges.State.TryGetTerms(change.Container.Resource, change.Container.Relation, change.Userset, out var terms);
        if (isThere) Note(change.Container, change.Userset, terms);
        else if (_numbers.TryGet(change.Container, out var container)) _changesIncomplete |= _impure.Remove(container, change.Userset);

        // Also those whose edge is gone; whoever has no number has no edge.
        if (_edges.State.Programs.Find(change.Userset.Type, change.Userset.Relation)?.Userset is not { } traits) return;
        foreach (var leaf in traits.Leaves)
        {
            if (_numbers.TryGet(new(change.Userset.Type, leaf, change.Userset.Id), out var number)) Affect(number);
        }
    }

    private void Note(in GrantTarget container, in SubjectKey userset, in RelationshipTerms terms)
    {
        var isPure = _edges.TryRead(userset, terms, out var leaves);
        if (leaves.IsEmpty && isPure)
        {
            if (_numbers.TryGet(container, out var known)) _changesIncomplete |= _impure.Remove(known, userset);
            return;
        }

        var number = _numbers.GetOrAdd(container);
        _changesIncomplete |= isPure ? _impure.Remove(number, userset) : _impure.Add(number, userset);
        foreach (var leaf in leaves) _numbers.GetOrAdd(new(userset.Type, leaf, userset.Id));
    }

    private void Affect(uint number)
    {
        if (_places.TryAdd(number, _affected.Count)) _affected.Add(number);
    }

    /// <summary>Finds everything below what changed; of a whole build, everything.</summary>
    private bool Search(ref int work)
    {
        if (_scan is not null)
        {
            while (work > 0 && _scan.MoveNext(ref work)) Note(_scan.Container, _scan.Userset, _scan.Terms);
            if (!_scan.IsDone) return false;
            for (; _searched < _numbers.Count && work > 0; work--) Affect((uint)_searched++);
            return _searched == _numbers.Count;
        }

        while (_searched < _affected.Count)
        {
            if (!_isSearching) _below = _edges.UsersetsIn(_numbers[_affected[_searched]]);
            _isSearching = true;
            while (_below.MoveNext())
            {
                var (userset, terms) = _below.Current;
                _edges.TryRead(userset, terms, out var leaves);
                foreach (var leaf in leaves)
                {
                    if (_numbers.TryGet(new(userset.Type, leaf, userset.Id), out var number)) Affect(number);
                }

                if (--work <= 0) return false;
            }

            _isSearching = false;
            _searched++;
            work--;
        }

        return true;
    }

    private void BeginOrder()
    {
        _order = new(_edges, _numbers, _pages, _places);
        if (_changesIncomplete) return;
        foreach (var number in _impure.Numbers)
        {
            _changesIncomplete = _places.ContainsKey(number);
            if (_changesIncomplete) return;
        }
    }

    /// <summary>What answers until the next slice: whatever is not affected, or worked out already.</summary>
    private LeopardVersion? Partial()
    {
        if (_scan is not null) return null;
        if (_behind is null)
        {
            _behind = new();
            foreach (var number in _affected) _behind.Add(number);
        }

        foreach (var number in _order!.Finished) _behind.Remove(number);
        _order.Finished.Clear();
        return new(_numbers, _pages.HandOut(_numbers.Count), _numbers.Count, _since)
        {
            Incomplete = _from!.Incomplete,
            Behind = _behind.ToBitmap(),
            Denies = !_changesIncomplete,
        };
    }

    private bool JoinIncomplete(ref int work)
    {
        if (!_changesIncomplete) return true;
        _impureLeft ??= new(_impure.Numbers);
        while (_impureLeft.TryDequeue(out var number))
        {
            _incomplete.Add(number);
            if (_pages[number] is { } containers) _incomplete.Add(containers);
            work -= 4;
            if (work <= 0 && _impureLeft.Count > 0) return false;
        }

        return true;
    }
}
