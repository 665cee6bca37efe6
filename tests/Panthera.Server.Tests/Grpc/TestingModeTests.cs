using Grpc.Core;
using Panthera.Files;

namespace Panthera.Server.Tests.Grpc;

public sealed class TestingModeTests : GrpcTest
{
    private protected override Task<GrpcServer> StartAsync() => GrpcServer.StartAsync(testing: true);

    [Fact]
    public async Task An_unknown_key_is_admitted_and_nothing_of_it_is_stored()
    {
        var before = Server.Http.Store.Tenants.Count;
        Assert.Equal(StatusCode.Unimplemented, await StatusAsync("somekey"));
        Assert.Equal(StatusCode.Unimplemented, await StatusAsync("somekey"));
        Assert.Equal(before, Server.Http.Store.Tenants.Count);
    }

    [Fact]
    public async Task Even_in_testing_no_key_is_unauthenticated() => Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(null));

    [Fact]
    public async Task The_number_of_tenants_is_bounded_and_known_keys_go_on()
    {
        for (var i = 0; i < 4; i++) Assert.Equal(StatusCode.Unimplemented, await StatusAsync($"key{i}"));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync("one-too-many"));
        Assert.Equal(StatusCode.Unimplemented, await StatusAsync("key0"));
    }

    [Fact]
    public async Task An_endless_key_is_refused() => Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(new string('k', 2000)));

    [Fact]
    public async Task A_stored_key_still_opens_its_own_tenant_and_keeps_its_scope()
    {
        Assert.Equal(StatusCode.Unimplemented, await StatusAsync(await Server.Http.MintAsync(TokenScope.Permissions, "perms", null)));
        Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(Server.Http.AliceSecret));
    }

    private async Task<StatusCode> StatusAsync(string? key)
    {
        var client = Server.ClientOf(key);
        using var call = client.Watch.Watch(new(), client.Headers, cancellationToken: TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return error.StatusCode;
    }
}
