using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>The calls that read relationships.</summary>
internal sealed class RelationshipReads(TenantLog log, PermissionStoreOptions options, TimeProvider time)
{
    internal async ValueTask<Outcome<RelationshipStream>> ReadAsync(Consistency consistency, RelationshipFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (RequestLimits.CheckLimit(limit, options.MaxLimit) is { } tooLarge) return tooLarge;
        var request = Hash("read", filter);
        var pinned = await PinAsync(consistency, cursor, request, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var (snapshot, after) = pinned.Value;
        var state = snapshot.Of(PermissionsRoom.Instance);
        var structure = new TreeStructure(snapshot.Of(TreeRoom.Instance));
        if (RelationshipReader.Validate(state, filter) is { } refusal) return refusal;
        var found = RelationshipReader.Walk(state, structure, filter, time.GetUtcNow(), after, storedOnly: false, cancellationToken);
        return new RelationshipStream(PermissionStore.TokenOf(snapshot), Rows(snapshot, request, found, limit));
    }

    internal async ValueTask<Outcome<ExportStream>> ExportAsync(Consistency consistency, RelationshipFilter? filter, int pageSize, string? cursor, CancellationToken cancellationToken)
    {
        if (RequestLimits.CheckLimit(pageSize, options.MaxExportPage) is { } tooLarge) return tooLarge;
        var wanted = filter ?? new RelationshipFilter();
        var request = Hash("export", wanted);
        var pinned = await PinAsync(consistency, cursor, request, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var (snapshot, after) = pinned.Value;
        var state = snapshot.Of(PermissionsRoom.Instance);
        if (filter is not null && RelationshipReader.Validate(state, filter) is { } refusal) return refusal;
        var structure = new TreeStructure(snapshot.Of(TreeRoom.Instance));
        var found = RelationshipReader.Walk(state, structure, wanted, time.GetUtcNow(), after, storedOnly: true, cancellationToken);
        return new ExportStream(PermissionStore.TokenOf(snapshot), Pages(snapshot, request, found, pageSize == 0 ? options.MaxExportPage : pageSize));
    }

    internal async ValueTask<Outcome<CounterAnswer>> CountAsync(Consistency consistency, string counter, CancellationToken cancellationToken)
    {
        var pinned = await log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var state = pinned.Value.Of(PermissionsRoom.Instance);
        var found = state.FindCounter(counter);
        if (!found.IsAccepted) return found.Refusal;
        if (RelationshipReader.Validate(state, found.Value.Filter) is { } refusal) return refusal;
        var structure = new TreeStructure(pinned.Value.Of(TreeRoom.Instance));
        var count = RelationshipReader.Count(state, structure, found.Value.Filter, time.GetUtcNow(), cancellationToken);
        return new CounterAnswer(count, PermissionStore.TokenOf(pinned.Value));
    }

    private static ulong Hash(string call, RelationshipFilter filter) => new RequestHash(call)
        .Add(filter.ResourceType).Add(filter.ResourceId).Add(filter.ResourceIdPrefix).Add(filter.Relation)
        .Add(filter.SubjectType).Add(filter.SubjectId).Add(filter.SubjectRelation).Value;

    private static IEnumerable<FoundRelationship> Rows(TenantState snapshot, ulong request, IEnumerable<KeyedRelationship> found, int limit)
    {
        var left = limit == 0 ? long.MaxValue : limit;
        var place = new ulong[RelationshipKey.Numbers];
        foreach (var row in found)
        {
            if (left-- == 0) yield break;
            row.Key.WriteTo(place);
            yield return new(row.Relationship, PageCursor.Format(snapshot, request, place));
        }
    }

    private static IEnumerable<RelationshipPage> Pages(TenantState snapshot, ulong request, IEnumerable<KeyedRelationship> found, int pageSize)
    {
        List<Relationship> page = [];
        var place = new ulong[RelationshipKey.Numbers];
        foreach (var row in found)
        {
            page.Add(row.Relationship);
            row.Key.WriteTo(place);
            if (page.Count < pageSize) continue;
            yield return new(page, PageCursor.Format(snapshot, request, place));
            page = [];
        }

        if (page.Count > 0) yield return new(page, PageCursor.Format(snapshot, request, place));
    }

    private async ValueTask<Outcome<(TenantState Snapshot, RelationshipKey? After)>> PinAsync(Consistency consistency, string? cursor, ulong request, CancellationToken cancellationToken)
    {
        var pinned = await log.PinAsync(consistency, cursor, request, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var (snapshot, place) = pinned.Value;
        if (place is null) return (snapshot, null);
        return RelationshipKey.TryRead(place, out var after) ? (snapshot, after) : PageCursor.Refuse("the cursor is damaged; begin anew without one");
    }
}
