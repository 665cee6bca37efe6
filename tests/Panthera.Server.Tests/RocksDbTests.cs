using Panthera.Storage.RocksDb;
using Panthera.Server.Tests.Http.Endpoints;

namespace Panthera.Server.Tests;

/// <summary>The file endpoints on the engine that people run.</summary>
public sealed class RocksDbTests : FileEndpointsTests
{
    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync(engine: directory => RocksDbEngine.Open(Path.Combine(directory, "engine"), new()));
}
