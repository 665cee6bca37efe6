using Grpc.Core;
using Panthera.Files;

namespace Panthera.Server.Tests.Grpc;

/// <summary>Which key opens what. The calls ask for a watch, which every key that may call at all is told does not exist yet.</summary>
public sealed class AccessTests : GrpcTest
{
    private const StatusCode Admitted = StatusCode.Unimplemented;

    [Theory]
    [InlineData(TokenScope.Permissions, "perms", null, Admitted)]
    [InlineData(TokenScope.PermissionsRead, "perms", null, Admitted)]
    [InlineData(TokenScope.TenantAdmin, "acme", "user:carol", Admitted)]
    [InlineData(TokenScope.Subject, "acme", "user:alice", StatusCode.PermissionDenied)]
    [InlineData(TokenScope.Server, null, null, StatusCode.PermissionDenied)]
    public async Task A_key_needs_a_scope_of_the_permission_API(TokenScope scope, string? tenant, string? subject, StatusCode expected) =>
        Assert.Equal(expected, await StatusAsync(await Server.ClientAsync(scope, tenant, subject)));

    [Fact]
    public async Task No_key_is_unauthenticated() => Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(Server.ClientOf(null)));

    [Theory]
    [InlineData("wrong")]
    [InlineData("pnt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_key_is_denied(string key) => Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(Server.ClientOf(key)));

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("pnt_bare")]
    public async Task What_is_no_bearer_key_is_unauthenticated(string header)
    {
        using var call = Owner.Watch.Watch(new(), new Metadata { { "authorization", header } }, cancellationToken: TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_then_on()
    {
        var minted = (await Server.Http.Store.MintTokenAsync(TokenScope.Permissions, "perms", null, null, TestContext.Current.CancellationToken)).Value;
        var client = Server.ClientOf(minted.Secret);
        Assert.Equal(Admitted, await StatusAsync(client));
        _ = (await Server.Http.Store.RevokeTokenAsync(minted.Token.Id, TestContext.Current.CancellationToken)).Value;
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(client));
    }

    [Fact]
    public async Task A_key_that_expires_opens_nothing_afterwards_however_often_it_was_used()
    {
        var client = Server.ClientOf(await Server.Http.MintAsync(TokenScope.Permissions, "perms", null, Server.Clock.GetUtcNow().AddMinutes(1)));
        for (var i = 0; i < 3; i++) Assert.Equal(Admitted, await StatusAsync(client));
        Server.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(client));
    }

    [Fact]
    public async Task A_key_of_a_dropped_tenant_opens_nothing()
    {
        var client = await Server.ClientAsync(TokenScope.Permissions, "other");
        Assert.Equal(Admitted, await StatusAsync(client));
        _ = (await Server.Http.Store.DropTenantAsync("other", TestContext.Current.CancellationToken)).Value;
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(client));
    }

    private static async Task<StatusCode> StatusAsync(GrpcClient client)
    {
        using var call = client.Watch.Watch(new(), client.Headers, cancellationToken: TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return error.StatusCode;
    }
}
