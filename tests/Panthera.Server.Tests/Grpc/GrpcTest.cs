namespace Panthera.Server.Tests.Grpc;

/// <summary>A test with a gRPC server of its own.</summary>
public abstract class GrpcTest : IAsyncLifetime
{
    private protected GrpcServer Server { get; private set; } = null!;

    private protected GrpcClient Owner => Server.Owner;

    public async ValueTask InitializeAsync() => Server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<GrpcServer> StartAsync() => GrpcServer.StartAsync();
}
