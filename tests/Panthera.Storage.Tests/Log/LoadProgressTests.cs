using System.Buffers;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Log;

public sealed class LoadProgressTests
{
    [Fact]
    public async Task A_load_under_way_says_what_it_has_read()
    {
        var disk = new MemoryEngine();
        var room = new CounterRoom();
        await using (var logs = new TenantLogs(new FaultyEngine(disk), [room], new(), TimeProvider.System))
        {
            var log = await logs.OpenAsync(new(1));
            for (var i = 0; i < 50; i++) await log.CommitAsync(Change.Add(room, $"c{i}"), LogFixture.Origin, TestContext.Current.CancellationToken);
        }

        using var engine = new StallingEngine(disk, steps: 20);
        await using var loading = new TenantLogs(engine, [room], new(), TimeProvider.System);
        Assert.False(loading.Loads.TryGet(new(1), out _));
        var opening = loading.OpenAsync(new(1));
        await engine.Reached.Task;
        Assert.Equal(1, loading.Loads.Running);
        Assert.True(loading.Loads.TryGet(new(1), out var records));
        Assert.Equal(20, records);
        engine.Go.Set();
        _ = await opening;
        Assert.Equal(0, loading.Loads.Running);
        Assert.False(loading.Loads.TryGet(new(1), out _));

        // The counters and the head.
        Assert.Equal(51, loading.Loads.Records);
    }

    /// <summary>Stops a walk after some steps until it is let go.</summary>
    private sealed class StallingEngine(IStorageEngine inner, int steps) : IStorageEngine
    {
        private int _left = steps;

        internal TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal ManualResetEventSlim Go { get; } = new();

        public string Name => inner.Name;

        public void Write(EngineBatch batch, bool sync) => inner.Write(batch, sync);

        public bool TryGet(Keyspace keyspace, ReadOnlySpan<byte> key, IBufferWriter<byte> value) => inner.TryGet(keyspace, key, value);

        public IEngineCursor Scan(Keyspace keyspace, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) => new Cursor(this, inner.Scan(keyspace, lower, upper));

        public void Recover() => inner.Recover();

        public void Verify(CancellationToken cancellationToken) => inner.Verify(cancellationToken);

        public IReadOnlyDictionary<string, long> Statistics() => inner.Statistics();

        public void Dispose() => Go.Dispose();

        private sealed class Cursor(StallingEngine engine, IEngineCursor inner) : IEngineCursor
        {
            public ReadOnlySpan<byte> Key => inner.Key;

            public ReadOnlySpan<byte> Value => inner.Value;

            public bool MoveNext()
            {
                if (engine._left-- == 0)
                {
                    engine.Reached.SetResult();
                    engine.Go.Wait();
                }

                return inner.MoveNext();
            }

            public void Dispose() => inner.Dispose();
        }
    }
}
