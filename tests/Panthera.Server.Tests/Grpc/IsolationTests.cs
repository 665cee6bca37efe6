using Grpc.Core;
using Panthera.Files;
using Panthera.Protocol.V1;
using Permissionship = Panthera.Protocol.V1.CheckPermissionResponse.Types.Permissionship;

namespace Panthera.Server.Tests.Grpc;

/// <summary>What one key's holder does, another's never sees.</summary>
public sealed class IsolationTests : CallsTest
{
    [Fact]
    [Trait("Hazard", "H30")]
    public async Task Two_tenants_with_the_same_names_share_nothing()
    {
        var other = await Server.ClientAsync(TokenScope.Permissions, "other");
        await other.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = SchemaText }, other.Headers, cancellationToken: Cancelled);
        await WriteAsync("document:a#owner@user:ann");
        var answer = await other.Permissions.CheckPermissionAsync(Facts.Check("document:a", "edit", "user:ann"), other.Headers, cancellationToken: Cancelled);
        Assert.Equal(Permissionship.NoPermission, answer.Permissionship);
        var request = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = new() { ResourceType = "document" } };
        Assert.Empty(await AllAsync(other.Permissions.ReadRelationships(request, other.Headers, cancellationToken: Cancelled)));
    }

    [Fact]
    public async Task A_token_of_another_tenant_reads_no_snapshot_and_is_answered_at_the_newest_moment()
    {
        var other = await Server.ClientAsync(TokenScope.Permissions, "other");
        var foreign = await other.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = SchemaText }, other.Headers, cancellationToken: Cancelled);
        await WriteAsync("document:a#owner@user:ann");
        var check = Facts.Check("document:a", "edit", "user:ann");
        check.Consistency = new() { AtLeastAsFresh = foreign.WrittenAt };
        Assert.Equal(Permissionship.HasPermission, (await Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled)).Permissionship);
        check.Consistency = new() { AtExactSnapshot = foreign.WrittenAt };
        var error = await Assert.ThrowsAsync<RpcException>(() => Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled).ResponseAsync);
        Assert.True(error.StatusCode is StatusCode.InvalidArgument or StatusCode.OutOfRange, error.ToString());
    }

    [Fact]
    public async Task A_key_that_only_reads_changes_nothing()
    {
        var reader = await Server.ClientAsync(TokenScope.PermissionsRead, "perms");
        await WriteAsync("document:a#owner@user:ann");
        var answer = await reader.Permissions.CheckPermissionAsync(Facts.Check("document:a", "edit", "user:ann"), reader.Headers, cancellationToken: Cancelled);
        Assert.Equal(Permissionship.HasPermission, answer.Permissionship);
        await FailsAsync(() => reader.Permissions.WriteRelationshipsAsync(Facts.Touch("document:b#owner@user:ann"), reader.Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.PermissionDenied, null);
        await FailsAsync(() => reader.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = "" }, reader.Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.PermissionDenied, null);
        Assert.Single(await ReadAsync(new() { ResourceType = "document" }));
    }

    [Fact]
    public async Task A_tenant_admin_reads_and_writes_relationships_of_a_tenant_with_files_and_not_its_tree()
    {
        var admin = await Server.ClientAsync(TokenScope.TenantAdmin, "acme", "user:carol");
        await Server.Http.Alice.MustPutAsync("/v1/files/notes.txt", "hello");
        var request = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = new() { ResourceType = "file", OptionalRelation = "owner" } };
        var owned = await AllAsync(admin.Permissions.ReadRelationships(request, admin.Headers, cancellationToken: Cancelled));
        Assert.Equal(2, owned.Count);
        var file = owned[^1].Relationship.Resource.ObjectId;
        await admin.Permissions.WriteRelationshipsAsync(Facts.Touch($"file:{file}#viewer@user:bob"), admin.Headers, cancellationToken: Cancelled);
        Assert.Equal("hello", await Server.Http.Bob.MustGetTextAsync("/v1/files/notes.txt"));
        var structural = await Assert.ThrowsAsync<RpcException>(
            () => admin.Permissions.WriteRelationshipsAsync(Facts.Touch($"file:{file}#owner@user:bob"), admin.Headers, cancellationToken: Cancelled).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, structural.StatusCode);
    }
}
