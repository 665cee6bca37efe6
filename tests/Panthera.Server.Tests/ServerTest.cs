namespace Panthera.Server.Tests;

/// <summary>A test with a server of its own.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private protected TestServer Panthera { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Panthera = await StartAsync();

    public async ValueTask DisposeAsync() => await Panthera.DisposeAsync();

    private protected virtual Task<TestServer> StartAsync() => TestServer.StartAsync();
}
