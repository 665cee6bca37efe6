using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Caching;

/// <summary>Marks in the clock what a commit changes of schema and relationships.</summary>
internal static class CommitStamps
{
    internal static void Mark(Commit commit, PermissionsState after)
    {
        var clock = after.Indexes.Clock;
        clock.Begin();
        after.Indexes.Leopard.Observe(commit, after);
        foreach (var record in commit.Records)
        {
            if (record is RelationshipRecord relationship) Mark(clock, relationship, after, commit.Revision);

            // Another schema may take other relations for memberships. Answers are keyed by the programs they ran, so that the rest of them need no mark.
            else if (record is SchemaRecord) clock.Stamp(ChangeScopes.Everything | ChangeScopes.Memberships | ChangeScopes.Nesting, commit.Revision);
        }
    }

    private static void Mark(ChangeClock clock, RelationshipRecord record, PermissionsState after, Revision at)
    {
        clock.Stamp(ChangeCell.GrantsOn(record.Resource), at);
        clock.Stamp(ChangeCell.TargetsOf(record.Subject), at);

        // A relation that no schema knows any more: nobody can say what it was for.
        var relation = after.Programs.Find(record.Resource.Type, record.Relation);
        if (relation is not { IsMembership: false }) clock.Stamp(ChangeScopes.Memberships, at);
        if (record.Subject.Relation != RelationId.None && (relation is null || relation.Userset is { IsIndexed: true })) clock.Stamp(ChangeScopes.Nesting, at);
    }
}
