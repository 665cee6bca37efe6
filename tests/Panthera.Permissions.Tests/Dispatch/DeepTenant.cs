using Panthera.Permissions.Caching;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests.Dispatch;

/// <summary>A bare tenant whose checks are worth keeping: folders in folders, groups in groups, an intersection, an exclusion.</summary>
internal sealed class DeepTenant(TestTenant tenant) : IAsyncDisposable
{
    internal const string Schema = """
        use expiration
        definition user {}
        definition group {
            relation member: user | group#member
        }
        definition folder {
            relation parent: folder
            relation viewer: user | group#member | user with expiration
            relation banned: user
            permission view = (viewer + parent->view) - banned
        }
        definition doc {
            relation folder: folder
            relation reader: user | group#member
            permission view = reader & folder->view
            permission edit = folder->view - reader
        }
        """;

    internal TestTenant Tenant => tenant;

    internal PermissionGraph<FakeStructure> Head => tenant.Graph;

    internal PermissionIndexes Indexes => tenant.State.Indexes;

    internal static async Task<DeepTenant> CreateAsync(params string[] relationships)
    {
        var tenant = await TestTenant.CreateAsync(Schema);
        if (relationships.Length > 0) await tenant.TouchAsync(relationships);
        return new(tenant);
    }

    /// <summary>A chain of folders of which the last is in the first, and whoever may see the first sees a document in the last.</summary>
    internal static async Task<DeepTenant> CreateChainAsync(int length)
    {
        var chain = Enumerable.Range(1, length - 1).Select(i => $"folder:f{i}#parent@folder:f{i - 1}");
        return await CreateAsync([.. chain, "folder:f0#viewer@group:g0#member", "group:g0#member@group:g1#member", "group:g1#member@user:bob", $"doc:d#folder@folder:f{length - 1}", "doc:d#reader@user:bob"]);
    }

    /// <summary>Decides at a pinned state, everything recorded and kept.</summary>
    internal Decision Ask(TenantState snapshot, string question, PermissionPieces off = PermissionPieces.None) => Answer(snapshot, question, off).Decision;

    /// <summary>Decides so, for somebody who may give up waiting.</summary>
    internal Decision AskUntil(TenantState snapshot, string question, CancellationToken patience) => Check(GraphAt(snapshot) with { Cancellation = patience }, question).Decision;

    internal CheckResult Answer(TenantState snapshot, string question, PermissionPieces off = PermissionPieces.None, int depth = 0) => Check(GraphAt(snapshot, off, depth), question);

    private static CheckResult Check(in PermissionGraph<FakeStructure> graph, string question)
    {
        var asked = Relationship.Parse(question);
        return graph.Check(asked.Resource, asked.Relation, asked.Subject).Value;
    }

    private PermissionGraph<FakeStructure> GraphAt(TenantState snapshot, PermissionPieces off = PermissionPieces.None, int depth = 0) =>
        new(snapshot, new(null, snapshot.Of(PermissionsRoom.Instance)), tenant.Time.GetUtcNow(), null, new EvaluationSwitches(depth, Off: off, KeepsAll: true));

    public ValueTask DisposeAsync() => tenant.DisposeAsync();
}
