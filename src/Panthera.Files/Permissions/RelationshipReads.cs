using Panthera.Files.Tree;
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
        var found = RelationshipReader.Walk(state, structure, filter, time.GetUtcNow(), after);
        return new RelationshipStream(PermissionStore.TokenOf(snapshot), Rows(snapshot, request, found, limit));
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

    /// <summary>Pins the cursor's snapshot, which wins, or the one asked for.</summary>
    private async ValueTask<Outcome<(TenantState Snapshot, RelationshipKey? After)>> PinAsync(Consistency consistency, string? cursor, ulong request, CancellationToken cancellationToken)
    {
        if (cursor is null)
        {
            var pinned = await log.Snapshots.PinAsync(consistency, cancellationToken).ConfigureAwait(false);
            return pinned.IsAccepted ? (pinned.Value, null) : pinned.Refusal;
        }

        var read = PageCursor.Read(cursor, log.Tenant, request);
        if (!read.IsAccepted) return read.Refusal;
        if (!RelationshipKey.TryRead(read.Value.Place, out var after)) return PageCursor.Refuse("the cursor is damaged; begin anew without one");
        var held = log.Snapshots.Held(read.Value.Epoch, read.Value.Revision);
        if (!held.IsAccepted) return held.Refusal;
        return (held.Value, after);
    }
}
