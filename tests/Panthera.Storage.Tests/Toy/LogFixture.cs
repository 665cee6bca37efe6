using Microsoft.Extensions.Time.Testing;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Storage.Tests.Toy;

/// <summary>Tenant logs over a memory engine that outlives them.</summary>
internal sealed class LogFixture : IAsyncDisposable
{
    internal static readonly CommitOrigin Origin = new("user:alice");
    internal static readonly TenantId Tenant = new(1);

    internal LogFixture(StorageOptions? options = null)
    {
        Options = options ?? new();
        Engine = new(Disk);
        Logs = new(Engine, [Room], Options, Time);
    }

    internal MemoryEngine Disk { get; } = new();

    internal FaultyEngine Engine { get; private set; }

    internal CounterRoom Room { get; } = new();

    internal FakeTimeProvider Time { get; } = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal StorageOptions Options { get; set; }

    internal TenantLogs Logs { get; private set; }

    internal Task<TenantLog> OpenAsync(ulong tenant = 1) => Logs.OpenAsync(new(tenant));

    internal Task<Committed<long>> AddAsync(TenantLog log, string name = "c") =>
        AddUnlessAsync(log, name, TestContext.Current.CancellationToken);

    internal Task<Committed<long>> AddUnlessAsync(TenantLog log, string name, CancellationToken cancellationToken) =>
        log.CommitAsync(Change.Add(Room, name), Origin, cancellationToken);

    internal CounterState StateOf(TenantLog log) => log.Published.Of(Room);

    /// <summary>Ends this process, as it were, and starts the next.</summary>
    internal async Task RestartAsync()
    {
        Engine.Release();
        await Logs.DisposeAsync();
        Engine = new(Disk);
        Logs = new(Engine, [Room], Options, Time);
    }

    public async ValueTask DisposeAsync()
    {
        Engine.Release();
        await Logs.DisposeAsync();
        Disk.Dispose();
    }
}
