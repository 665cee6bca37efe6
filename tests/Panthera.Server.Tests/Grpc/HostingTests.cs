using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;

namespace Panthera.Server.Tests.Grpc;

public sealed class HostingTests : GrpcTest
{
    [Theory]
    [InlineData("")]
    [InlineData("authzed.api.v1.PermissionsService")]
    [InlineData("authzed.api.v1.SchemaService")]
    public async Task Health_answers_without_a_key(string service)
    {
        var health = await new Health.HealthClient(Server.Calls).CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task Reflection_lists_the_services_and_describes_them()
    {
        using var call = new ServerReflection.ServerReflectionClient(Server.Calls).ServerReflectionInfo(cancellationToken: TestContext.Current.CancellationToken);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, TestContext.Current.CancellationToken);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToArray();
        foreach (var name in (string[])["PermissionsService", "SchemaService", "WatchService", "ExperimentalService"]) Assert.Contains($"authzed.api.v1.{name}", services);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "authzed.api.v1.PermissionsService" }, TestContext.Current.CancellationToken);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.NotEmpty(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
        await call.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task A_health_watch_does_not_hold_up_a_stop()
    {
        using var watch = new Health.HealthClient(Server.Calls).Watch(new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        // Without an end of the watch this would wait for the whole of the drain timeout.
        await Server.Http.Server.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
            }
        });
    }

    [Fact]
    public async Task Watch_says_that_it_is_not_there_yet()
    {
        using var watch = Owner.Watch.Watch(new(), Owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains("watch", error.Status.Detail, StringComparison.Ordinal);
    }
}
