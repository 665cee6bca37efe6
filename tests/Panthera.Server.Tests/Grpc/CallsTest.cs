using Google.Rpc;
using Grpc.Core;
using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

/// <summary>A test of the contract's calls on a tenant with a small schema.</summary>
public abstract class CallsTest : GrpcTest
{
    private protected const string SchemaText = """
        use expiration

        caveat on_day(day string, wanted string) {
            day == wanted
        }

        definition user {}

        definition team {
            relation member: user | team#member
        }

        definition document {
            relation parent: document
            relation owner: user
            relation viewer: user | user:* | team#member | user with expiration | user with on_day
            relation banned: user
            permission edit = owner
            permission view = (viewer + edit + parent->view) - banned
        }
        """;

    private protected Metadata Headers => Owner.Headers;

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected override async Task<GrpcServer> StartAsync()
    {
        var server = await base.StartAsync();
        await server.Owner.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = SchemaText }, server.Owner.Headers, cancellationToken: Cancelled);
        return server;
    }

    private protected Task WriteAsync(params string[] relationships) =>
        Owner.Permissions.WriteRelationshipsAsync(Facts.Touch(relationships), Headers, cancellationToken: Cancelled).ResponseAsync;

    private protected async Task<CheckPermissionResponse.Types.Permissionship> CheckAsync(string resource, string permission, string subject) =>
        (await Owner.Permissions.CheckPermissionAsync(Facts.Check(resource, permission, subject), Headers, cancellationToken: Cancelled)).Permissionship;

    private protected async Task<List<string>> ReadAsync(RelationshipFilter filter)
    {
        var request = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = filter };
        return [.. (await AllAsync(Owner.Permissions.ReadRelationships(request, Headers, cancellationToken: Cancelled))).Select(result => Facts.Text(result.Relationship))];
    }

    private protected static async Task<List<T>> AllAsync<T>(AsyncServerStreamingCall<T> call)
    {
        using (call)
        {
            List<T> all = [];
            while (await call.ResponseStream.MoveNext(Cancelled)) all.Add(call.ResponseStream.Current);
            return all;
        }
    }

    /// <summary>Asserts that a call fails with a code, and with a reason or without one.</summary>
    private protected static async Task<RpcException> FailsAsync(Func<Task> call, StatusCode code, string? reason)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(code == error.StatusCode, $"{error.StatusCode} instead of {code}: {error.Status.Detail}");
        Assert.NotEmpty(error.Status.Detail);
        var info = error.GetRpcStatus()?.GetDetail<ErrorInfo>();
        if (reason is null)
        {
            Assert.Null(info);
        }
        else
        {
            Assert.Equal("authzed.com", info?.Domain);
            Assert.Equal("ERROR_REASON_" + reason, info!.Reason);
        }

        return error;
    }
}
