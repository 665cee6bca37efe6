using System.Runtime.CompilerServices;
using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Leopard;

/// <summary>Decides from one subject's side whether it is in usersets: by what it was directly put into, and the closure of that.</summary>
/// <remarks>
/// <para>Belongs to a scope and is confined with it; it allocates nothing once its list has grown. What the subject, and its type's wildcard, were put into is read from the pinned state,
/// terms and all, so conditions and expiries of members are taken as they are at the request's clock; only the way from group to group is the index's.</para>
/// <para>INVARIANT (leopard-yes): a yes is a live unconditional membership and a way of unconditional edges. INVARIANT (leopard-no): a no is that there is no membership in anything
/// that leads there, conditional ones included, and that the index sees all that leads there. Everything else is left to the graph.</para>
/// </remarks>
internal sealed class SubjectUsersets
{
    // Up to here everything that names a subject is looked at; beyond, each relation's part is sought.
    private const int MaxWalked = 64;

    // A subject that was put into more usersets than this is left to the graph where groups are nested.
    private const int MaxMemberships = 1 << 16;

    // What is counted is handed on now and then, so that checks on two threads do not wait for each other's counters.
    private const int CountedAtOnce = 64;

    private TenantState? _snapshot;
    private LeopardIndex? _index;
    private LeopardVersion? _version;
    private AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order>? _own;
    private AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order>? _everyones;
    private Membership[] _memberships = new Membership[16];
    private int _count;
    private Progress _progress;
    private bool _isUnsure;
    private LeopardTally? _tally;
    private int _decided;
    private int _asked;

    private enum Progress : byte
    {
        Off,
        Unbound,
        Bound,
        Closed,
    }

    /// <summary>Forgets the subject; what is asked next is asked of a snapshot, or not at all.</summary>
    internal void Reset(TenantState? snapshot)
    {
        _snapshot = snapshot;
        _progress = snapshot is null ? Progress.Off : Progress.Unbound;
        if (_count > 0) Array.Clear(_memberships, 0, _count);
        _count = 0;
        _version = null;
        _own = _everyones = null;
        _index = null;
    }

    /// <summary>Decides whether the question's subject has a member of a resource.</summary>
    /// <returns>False when the graph is to be asked.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryDecide<TStructure>(in Question<TStructure> question, ObjectKey resource, CompiledPermission member, out Verdict verdict)
        where TStructure : struct, Structure.IStructuralRelations
    {
        verdict = default;
        return _progress != Progress.Off && member.Userset is { } traits && Decide(question.State, question.Subject, question.NowTicks, resource, traits, out verdict);
    }

    /// <summary>Notes all that an answer rests on: what names the subject or its type's wildcard, and how groups stand in groups.</summary>
    internal static void Note(ReadLog reads, in SubjectKey subject)
    {
        reads.Targets(subject);
        reads.Targets(new(subject.Type, RelationId.None, ObjectKey.Wildcard));
        reads.Note(ChangeScopes.Nesting);
    }

    private bool Decide(PermissionsState state, in SubjectKey subject, long nowTicks, ObjectKey resource, UsersetTraits traits, out Verdict verdict)
    {
        verdict = default;
        if (_progress == Progress.Unbound) Bind(state, subject);
        if (_version is null) return false;
        var found = new Finding();
        foreach (var leaf in traits.Leaves)
        {
            var userset = new GrantTarget(resource.Type, leaf, resource.Id);
            if (_own is not null && _own.TryGetValue(userset, out var terms)) found.Add(terms, nowTicks);
            if (_everyones is not null && _everyones.TryGetValue(userset, out terms)) found.Add(terms, nowTicks);
            if (found.IsCertain) break;
            if (_version.TryGetNumber(userset, out var number)) Decide(state, nowTicks, number, ref found);
            if (found.IsCertain) break;
        }

        if (found.IsYes) verdict = Verdict.AllowedUntil(found.ExpiresAt);
        else if (found.IsOpen || !traits.IsPure) return Counted(false);
        else verdict = Verdict.Denied;
        return Counted(true);
    }

    private void Decide(PermissionsState state, long nowTicks, uint number, ref Finding found)
    {
        if (_progress == Progress.Bound) Close(state);
        foreach (ref readonly var membership in _memberships.AsSpan(0, _count))
        {
            if (!membership.Containers.Contains(number)) continue;
            found.Add(membership.Terms, nowTicks);
            if (found.IsCertain) return;
        }

        if (_isUnsure || !_version!.Denies || _version.Incomplete.Contains(number)) found.Open();
    }

    private void Bind(PermissionsState state, in SubjectKey subject)
    {
        _progress = Progress.Bound;

        // A userset is a member of itself and of all that includes it: that is the graph's.
        if (subject.Relation != RelationId.None || PermissionIndexes.Of(_snapshot!) is not { } indexes) return;
        _index = indexes.Leopard;
        _version = _index.Find(_snapshot!);
        if (_version is null) return;
        if (subject.Id != ObjectKey.Unknown && state.TryGetTargets(subject, out var own)) _own = own;
        if (state.TryGetTargets(new(subject.Type, RelationId.None, ObjectKey.Wildcard), out var everyones)) _everyones = everyones;
    }

    /// <summary>Looks up the closure of each userset that the subject was put into.</summary>
    private void Close(PermissionsState state)
    {
        _progress = Progress.Closed;
        _isUnsure = false;
        if (_own is not null) Close(state, _own);
        if (_everyones is not null) Close(state, _everyones);
    }

    private void Close(PermissionsState state, AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order> targets)
    {
        if (targets.Count <= MaxWalked)
        {
            foreach (var (target, terms) in targets) Add(target, terms);
            return;
        }

        foreach (var (type, relation) in state.Programs.Usersets.Indexed)
        {
            var standing = targets.From(new(type, relation, 0));
            while (standing.MoveNext() && standing.Current.Key.Type == type && standing.Current.Key.Relation == relation)
                Add(standing.Current.Key, standing.Current.Value);
        }
    }

    private void Add(in GrantTarget target, in RelationshipTerms terms)
    {
        if (!_version!.TryGetNumber(target, out var number)) return;
        if (_version.IsBehind(number) || _count == MaxMemberships)
        {
            _isUnsure = true;
            return;
        }

        if (_version.ContainersOf(number) is not { } containers) return;
        if (_count == _memberships.Length) Array.Resize(ref _memberships, _count * 2);
        _memberships[_count++] = new(containers, terms);
    }

    private bool Counted(bool isDecided)
    {
        var tally = _index!.Tally;
        if (!ReferenceEquals(_tally, tally) || _decided + _asked >= CountedAtOnce)
        {
            _tally?.Count(_decided, _asked);
            _tally = tally;
            _decided = _asked = 0;
        }

        if (isDecided) _decided++;
        else _asked++;
        return isDecided;
    }

    private readonly record struct Membership(RoaringBitmap Containers, RelationshipTerms Terms);

    /// <summary>What memberships come to: the last one to end counts, and one that depends on a condition leaves it open.</summary>
    private struct Finding
    {
        internal long ExpiresAt { get; private set; }

        internal bool IsOpen { get; private set; }

        internal readonly bool IsYes => ExpiresAt != 0;

        internal readonly bool IsCertain => ExpiresAt == Expiry.Never;

        internal void Add(in RelationshipTerms terms, long nowTicks)
        {
            if (!terms.IsLive(nowTicks)) return;
            if (terms.Caveat is not null) IsOpen = true;
            else ExpiresAt = Math.Max(ExpiresAt, terms.ExpiresAt);
        }

        internal void Open() => IsOpen = true;
    }
}
