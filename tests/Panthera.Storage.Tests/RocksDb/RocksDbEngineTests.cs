using Panthera.Storage.Engines;
using Panthera.Storage.RocksDb;
using Panthera.Storage.Tests.Engines;
using static Panthera.Storage.Tests.Engines.EngineUse;

namespace Panthera.Storage.Tests.RocksDb;

public sealed class RocksDbEngineTests : EngineConformance
{
    private readonly TemporaryDirectory _directory = new();

    protected override IStorageEngine Open() => RocksDbEngine.Open(_directory.Data, new());

    public override void Dispose()
    {
        base.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void What_was_written_is_there_after_reopening()
    {
        Engine.Put(Keyspace.State, "a", "1");
        Engine.Put(Keyspace.Log, "b", "2");
        Engine.Put(Keyspace.Contents, "c", new string('c', 100_000));
        Engine.Dispose();
        using var reopened = Open();
        Assert.Equal("1", reopened.Get(Keyspace.State, "a"));
        Assert.Equal("2", reopened.Get(Keyspace.Log, "b"));
        Assert.Equal(100_000, reopened.Get(Keyspace.Contents, "c")!.Length);
        reopened.Verify(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Large_contents_are_in_blob_files()
    {
        Engine.Put(Keyspace.Contents, "c", new string('c', 10_000));
        Engine.Put(Keyspace.State, "s", new string('s', 10_000));
        Engine.Verify(TestContext.Current.CancellationToken);
        Assert.Single(Directory.GetFiles(Path.Combine(_directory.Data, "rocksdb"), "*.blob"));
        Assert.True(Engine.Statistics()["blobs.bytes"] > 0);
        Assert.True(Engine.Statistics()["disk.bytes"] > 0);
    }

    [Fact]
    public async Task Calls_under_way_while_it_is_disposed_end_well_or_as_closed()
    {
        for (var i = 0; i < 500; i++) Engine.Put(Keyspace.State, $"k{i:d3}", "v", sync: false);
        using var started = new CountdownEvent(4);
        var tasks = Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            started.Signal();
            var rounds = 0;
            try
            {
                for (; ; rounds++)
                {
                    if (worker == 0) Engine.Put(Keyspace.State, "w", $"{rounds}", sync: false);
                    else if (worker == 1) Assert.Equal("v", Engine.Get(Keyspace.State, "k250"));
                    else Assert.Equal(500, Engine.Keys(Keyspace.State, "k", "l").Count);
                }
            }
            catch (StorageException closed)
            {
                Assert.Equal(StorageErrorCode.Closed, closed.Code);
            }
        })).ToArray();
        started.Wait(TestContext.Current.CancellationToken);
        Engine.Dispose();
        await Task.WhenAll(tasks);
    }
}
