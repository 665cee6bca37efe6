using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Relationships;

/// <summary>Walks the relationships of one snapshot that a filter matches, by the index that serves it, in an order that only the filter decides.</summary>
/// <remarks>
/// <para>By resource: types, resources (by number; by id where a prefix is asked for), relations, subjects, each in their order. By subject, where one is named
/// and no resource is, or only its type: subjects, then what each was granted. Parts that do not match are skipped by seeking, not by walking.</para>
/// <para>INVARIANT (resumable): going on after a row gives exactly the rows that would have followed it. A place that is not in the snapshot is only compared with.</para>
/// <para>What expired is left out, as is what is stored of deleted files; the tree's own relationships are among the rows unless only stored ones are asked for.</para>
/// </remarks>
internal sealed class RelationshipWalk<TStructure>(PermissionsState state, TStructure structure, FilterNumbers filter, long nowTicks, RelationshipKey? after, bool storedOnly, CancellationToken cancellationToken)
    where TStructure : struct, IStructuralRelations
{
    private readonly TypeId? _fileType = structure.IsPresent && state.TryGetType(FileIdText.TypeName, out var type) ? type : null;
    private readonly RelationId? _parent = structure.IsPresent && state.TryGetRelation(FileIdText.ParentRelation, out var parent) ? parent : null;
    private readonly RelationId? _owner = structure.IsPresent && state.TryGetRelation(FileIdText.OwnerRelation, out var owner) ? owner : null;

    // The tree's own relationships are not in the reverse index: whom they name is asked of the tree, one subject at a time.
    private bool MayBeStructural => !storedOnly
        && _fileType is { } file
        && (filter.ResourceType is null || filter.ResourceType == file)
        && (filter.Relation is null || filter.Relation == _parent || filter.Relation == _owner)
        && filter.SubjectRelation is null or { Value: 0 };

    internal IEnumerable<RelationshipRow> Rows()
    {
        var isOfSubject = filter.SubjectId is not null && filter.ResourceId is null;
        var isOfSubjectType = filter.SubjectType is not null && filter.ResourceType is null && filter.ResourceId is null && !MayBeStructural;
        return isOfSubject || isOfSubjectType ? BySubject(filter.SubjectType!.Value) : ByResource();
    }

    private IEnumerable<RelationshipRow> ByResource()
    {
        var first = Math.Max(after?.Resource.Type.Value ?? 1, filter.ResourceType?.Value ?? 1);
        for (var number = first; number < state.NextType; number++)
        {
            var type = new TypeId(number);
            if (filter.ResourceType is { } only && only != type) break;
            ulong? from = after is { } place && place.Resource.Type == type ? place.Resource.Id : null;
            foreach (var resource in Resources(type, from))
            {
                foreach (var row in On(new(type, resource))) yield return row;
            }
        }
    }

    private IEnumerable<ulong> Resources(TypeId type, ulong? from)
    {
        var table = state.Table(type);
        if (filter.ResourceId is { } id)
            return References.TryFind(state, structure, new(table.Name, id), out var named) && named.Id != ObjectKey.Unknown ? [named.Id] : [];
        if (type == _fileType) return Files(table, from ?? 0);
        return filter.ResourceIdPrefix is { } prefix ? Named(table, prefix, from) : Granted(table, from ?? 0, ulong.MaxValue);
    }

    private IEnumerable<ulong> Files(TypeTable table, ulong from)
    {
        var (low, high) = (from, ulong.MaxValue);
        if (filter.ResourceIdPrefix is { } prefix)
        {
            var length = FileIdText.Format(0).Length;
            if (!FileIdText.TryParse(prefix.PadRight(length, '0'), out var lowest) || !FileIdText.TryParse(prefix.PadRight(length, 'f'), out high)) return [];
            low = Math.Max(low, lowest);
        }

        return MayBeStructural ? structure.FilesFrom(low).TakeWhile(file => file <= high) : Granted(table, low, high);
    }

    private static IEnumerable<ulong> Granted(TypeTable table, ulong low, ulong high)
    {
        var resources = table.Forward.From(low);
        while (resources.MoveNext() && resources.Key <= high) yield return resources.Key;
    }

    private static IEnumerable<ulong> Named(TypeTable table, string prefix, ulong? from)
    {
        var first = prefix;
        if (from is { } number)
        {
            if (!table.Texts.TryGetValue(number, out var text)) yield break;
            first = text;
        }

        var names = table.Numbers.From(first);
        while (names.MoveNext() && names.Key.StartsWith(prefix, StringComparison.Ordinal)) yield return names.Value;
    }

    private IEnumerable<RelationshipRow> On(ObjectKey resource)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsHidden(resource)) yield break;
        state.TryGetGrants(resource, out var grants);
        var place = default(StructuralPlace);
        var isFile = !storedOnly && resource.Type == _fileType && structure.TryGetPlace(resource.Id, out place);
        var resumed = after is { } last && last.Resource == resource ? after : null;
        var relation = new RelationId(Math.Max(resumed?.Relation.Value ?? 1, filter.Relation?.Value ?? 1));
        while (NextRelation(grants, isFile, relation) is { } next && (filter.Relation is null || filter.Relation == next))
        {
            SubjectKey? afterSubject = resumed is { } at && at.Relation == next ? at.Subject : null;
            if (isFile && StructuralSubject(place, next) is { } subject)
            {
                if (filter.Matches(subject, out _) && (afterSubject is not { } previous || default(SubjectOrder).Compare(subject, previous) > 0))
                    yield return new(new(resource, next, subject), RelationshipTerms.Unconditional);
            }
            else if (grants?.Of(next) is { } subjects)
            {
                foreach (var row in Subjects(resource, next, subjects, afterSubject)) yield return row;
            }

            relation = new(next.Value + 1);
        }
    }

    private IEnumerable<RelationshipRow> Subjects(ObjectKey resource, RelationId relation, AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder> subjects, SubjectKey? afterSubject)
    {
        var walk = afterSubject is { } from ? subjects.From(from) : subjects.GetEnumerator();
        while (walk.MoveNext())
        {
            var (subject, terms) = walk.Current;
            if (subject == afterSubject) continue;
            if (!filter.Matches(subject, out var next))
            {
                if (next is not { } seek) yield break;
                walk = subjects.From(seek);
                continue;
            }

            if (terms.IsLive(nowTicks) && !IsHidden(subject.Object)) yield return new(new(resource, relation, subject), terms);
        }
    }

    private IEnumerable<RelationshipRow> BySubject(TypeId type)
    {
        var table = state.Table(type);
        var first = new UsersetKey(filter.SubjectId ?? 0, filter.SubjectRelation ?? default);
        if (after is { } place) first = new(filter.SubjectId ?? place.Subject.Id, place.Subject.Relation);

        // An owner, or a directory, may be named by the tree alone.
        if (MayBeStructural && filter.SubjectId is { } id && first.Relation == RelationId.None)
        {
            foreach (var row in To(new(type, RelationId.None, id))) yield return row;
            first = new(id, new(1));
        }

        var usersets = table.Reverse.From(first);
        while (usersets.MoveNext() && (filter.SubjectId is null || usersets.Key.Id == filter.SubjectId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filter.SubjectRelation is { } relation && usersets.Key.Relation != relation) continue;
            foreach (var row in To(new(type, usersets.Key.Relation, usersets.Key.Id))) yield return row;
        }
    }

    private IEnumerable<RelationshipRow> To(SubjectKey subject)
    {
        if (IsHidden(subject.Object)) return [];
        GrantTarget? afterTarget = after is { } place && place.Subject == subject ? new(place.Resource.Type, place.Relation, place.Resource.Id) : null;
        var stored = state.TryGetTargets(subject, out var targets) ? Stored(subject, targets, afterTarget) : [];
        return MayBeStructural && subject.Relation == RelationId.None ? Merge(stored, Structural(subject, afterTarget)) : stored;
    }

    private IEnumerable<RelationshipRow> Stored(SubjectKey subject, AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order> targets, GrantTarget? afterTarget)
    {
        var walk = afterTarget is { } from ? targets.From(from) : targets.GetEnumerator();
        while (walk.MoveNext())
        {
            var (target, terms) = walk.Current;
            if (target == afterTarget) continue;
            if (!filter.Matches(target, out var next))
            {
                if (next is not { } seek) yield break;
                walk = targets.From(seek);
                continue;
            }

            if (terms.IsLive(nowTicks) && !IsHidden(target.Resource) && HasPrefix(target.Resource)) yield return new(new(target.Resource, target.Relation, subject), terms);
        }
    }

    private IEnumerable<RelationshipRow> Structural(SubjectKey subject, GrantTarget? afterTarget)
    {
        var (file, owner, parent) = (_fileType!.Value, _owner!.Value, _parent!.Value);
        var owned = structure.FilesOwnedBy(subject.Object).Select(id => new GrantTarget(file, owner, id));
        var children = subject.Type == file ? structure.Children(subject.Id).Select(id => new GrantTarget(file, parent, id)) : [];
        foreach (var target in owner.Value < parent.Value ? owned.Concat(children) : children.Concat(owned))
        {
            if (afterTarget is { } last && default(GrantTarget.Order).Compare(target, last) <= 0) continue;
            if (filter.Matches(target, out _) && HasPrefix(target.Resource)) yield return new(new(target.Resource, target.Relation, subject), RelationshipTerms.Unconditional);
        }
    }

    private static IEnumerable<RelationshipRow> Merge(IEnumerable<RelationshipRow> left, IEnumerable<RelationshipRow> right)
    {
        using var lefts = left.GetEnumerator();
        using var rights = right.GetEnumerator();
        var (hasLeft, hasRight) = (lefts.MoveNext(), rights.MoveNext());
        while (hasLeft || hasRight)
        {
            if (!hasRight || (hasLeft && default(GrantTarget.Order).Compare(TargetOf(lefts.Current), TargetOf(rights.Current)) < 0))
            {
                yield return lefts.Current;
                hasLeft = lefts.MoveNext();
            }
            else
            {
                yield return rights.Current;
                hasRight = rights.MoveNext();
            }
        }
    }

    private static GrantTarget TargetOf(in RelationshipRow row) => new(row.Key.Resource.Type, row.Key.Relation, row.Key.Resource.Id);

    // A resource's relations are kept in the order of their first grant, which a reload does not keep.
    private RelationId? NextRelation(ResourceGrants? grants, bool isFile, RelationId from)
    {
        RelationId? next = null;
        if (grants is not null)
        {
            foreach (var relation in grants.Relations) Consider(relation.Relation);
        }

        if (!isFile) return next;
        Consider(_parent!.Value);
        Consider(_owner!.Value);
        return next;

        void Consider(RelationId relation)
        {
            if (relation.Value >= from.Value && (next is null || relation.Value < next.Value.Value)) next = relation;
        }
    }

    private SubjectKey? StructuralSubject(in StructuralPlace place, RelationId relation)
    {
        if (relation == _owner) return new(place.Owner.Type, RelationId.None, place.Owner.Id);
        return relation == _parent && place.HasParent ? new(_fileType!.Value, RelationId.None, place.Parent) : null;
    }

    private bool HasPrefix(ObjectKey resource) =>
        filter.ResourceIdPrefix is not { } prefix || References.Format(state, structure, resource).Id.StartsWith(prefix, StringComparison.Ordinal);

    // A file that was deleted is purged later; until then what is stored of it does not exist for anyone.
    private bool IsHidden(ObjectKey key) => key.Type == _fileType && key.Id != ObjectKey.Wildcard && !structure.Exists(key.Id);
}
