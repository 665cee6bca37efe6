using CsCheck;
using Panthera.Storage.Engines;
using Panthera.Storage.RocksDb;

namespace Panthera.Storage.Tests.Engines;

/// <summary>Random batches, with reopening between, leave RocksDB with what the memory engine has.</summary>
public sealed class EngineModelTests
{
    private static readonly Gen<byte[]> Key = Gen.Byte[0, 3].Array[0, 4];
    private static readonly Gen<Keyspace> Space = Gen.Int[0, 2].Select(i => (Keyspace)i);
    private static readonly Gen<EngineChange> Change = Gen.Frequency(
        (6, Gen.Select(Space, Key, Gen.Byte.Array[0, 6000], (space, key, value) => new EngineChange(EngineChangeKind.Put, space, key, value))),
        (2, Gen.Select(Space, Key, (space, key) => new EngineChange(EngineChangeKind.Delete, space, key, []))),
        (1, Gen.Select(Space, Key, Key, (space, lower, upper) => new EngineChange(EngineChangeKind.DeleteRange, space, lower, upper))));

    private static readonly Gen<(EngineChange[] Changes, bool Sync, bool Reopen)[]> Runs =
        Gen.Select(Change.Array[0, 12], Gen.Bool, Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))).Array[1, 12];

    [Fact]
    public void RocksDb_agrees_with_the_memory_engine_over_random_batches_and_reopenings() => Runs.Sample(
        runs =>
        {
            using var directory = new TemporaryDirectory();
            using var oracle = new MemoryEngine();
            RocksDbEngine engine = RocksDbEngine.Open(directory.Data, new());
            try
            {
                foreach (var (changes, sync, reopen) in runs)
                {
                    oracle.Write(Batch(changes), sync);
                    engine.Write(Batch(changes), sync);
                    if (reopen)
                    {
                        engine.Dispose();
                        engine = RocksDbEngine.Open(directory.Data, new());
                    }

                    foreach (var keyspace in EngineUse.Keyspaces) AssertSame(oracle, engine, keyspace);
                }
            }
            finally
            {
                engine.Dispose();
            }
        },
        iter: 25);

    private static EngineBatch Batch(EngineChange[] changes)
    {
        var batch = new EngineBatch();
        foreach (var change in changes)
        {
            switch (change.Kind)
            {
                case EngineChangeKind.Put: batch.Put(change.Keyspace, change.Key, change.Value); break;
                case EngineChangeKind.Delete: batch.Delete(change.Keyspace, change.Key); break;
                default: batch.DeleteRange(change.Keyspace, change.Key, change.Value); break;
            }
        }

        return batch;
    }

    private static void AssertSame(MemoryEngine oracle, RocksDbEngine engine, Keyspace keyspace)
    {
        byte[][] lowers = [[], [1], [1, 2], [3, 3, 3, 3, 3]];
        foreach (var lower in lowers)
        {
            using var expected = oracle.Scan(keyspace, lower, [9]);
            using var actual = engine.Scan(keyspace, lower, [9]);
            while (expected.MoveNext())
            {
                Assert.True(actual.MoveNext());
                Assert.Equal(expected.Key, actual.Key);
                Assert.Equal(expected.Value, actual.Value);
                Assert.Equal(expected.Value, engine.GetBytes(keyspace, expected.Key.ToArray()).AsSpan());
            }

            Assert.False(actual.MoveNext());
        }
    }
}
