using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Engines;

namespace Panthera.Files.Tests.Permissions;

public sealed class DocumentationTests
{
    /// <summary>The sample of docs/permissions.md.</summary>
    [Fact]
    public async Task The_sample_runs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var store = await PantheraStore.OpenAsync(new MemoryEngine(), new() { BlobDirectory = null }, cancellationToken);
        await store.CreateBareTenantAsync("docs", cancellationToken);
        var permissions = (await store.OpenTenantAsync("docs")).Value.Permissions;

        await permissions.WriteSchemaAsync("""
            definition user {}
            definition doc {
                relation viewer: user
                permission view = viewer
            }
            """, cancellationToken);

        var granted = await permissions.WriteRelationshipsAsync(
            [new(RelationshipOperation.Touch, Relationship.Parse("doc:readme#viewer@user:tom"))],
            preconditions: [],
            metadata: null,
            cancellationToken);

        var question = new CheckItem(ObjectReference.Parse("doc:readme"), "view", SubjectReference.Parse("user:tom"));
        var answer = await permissions.CheckAsync(Consistency.AtLeastAsFresh(granted.Value), question, cancellationToken);
        Assert.Equal(Decision.Allowed, answer.Value.Result.Decision);
    }
}
