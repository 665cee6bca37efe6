using Panthera.Storage.Engines;
using Panthera.Storage.RocksDb;
using Panthera.Storage.Tests.Engines;
using static Panthera.Storage.Tests.Engines.EngineUse;

namespace Panthera.Storage.Tests.RocksDb;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_full_disk_loses_nothing_acknowledged_and_writing_goes_on_once_there_is_room()
    {
        using var mount = Mount.TryTmpfs(_directory.Data, 48 << 20);
        if (mount is null) Assert.Skip("mounting needs root on Linux");
        var data = Path.Combine(_directory.Data, "store");
        using (var engine = RocksDbEngine.Open(data, new()))
        {
            var ballast = Path.Combine(_directory.Data, "ballast");
            File.WriteAllBytes(ballast, new byte[12 << 20]);
            var acknowledged = Fill(engine, out var fault);
            Assert.Equal(StorageErrorCode.DiskFull, fault.Code);
            Assert.Contains(data, fault.Message);

            // Not even the reserve is left.
            File.Delete(Path.Combine(data, "RESERVE"));
            FillUp(Path.Combine(_directory.Data, "rest"));

            // Full: reads go on, writes are refused, recovery says why it cannot.
            Assert.Equal(1 << 20, engine.GetBytes(Keyspace.Contents, Bytes("k000"))!.Length);
            Assert.Equal(StorageErrorCode.DiskFull, Assert.Throws<StorageException>(() => engine.Put(Keyspace.State, "a", "1")).Code);
            Assert.Equal(StorageErrorCode.DiskFull, Assert.Throws<StorageException>(engine.Recover).Code);
            Assert.Equal(1 << 20, engine.GetBytes(Keyspace.Contents, Bytes("k000"))!.Length);
            using var begun = engine.Scan(Keyspace.Contents, Bytes("k"), Bytes("l"));
            Assert.True(begun.MoveNext());

            File.Delete(ballast);
            File.Delete(Path.Combine(_directory.Data, "rest"));
            engine.Recover();
            Assert.Equal(StorageErrorCode.Unavailable, Assert.Throws<StorageException>(() => begun.MoveNext()).Code);
            engine.Put(Keyspace.State, "after", "1");
            AssertHas(engine, acknowledged);
            engine.Verify(TestContext.Current.CancellationToken);
        }

        using var reopened = RocksDbEngine.Open(data, new());
        Assert.Equal("1", reopened.Get(Keyspace.State, "after"));
        Assert.Null(reopened.Get(Keyspace.State, "a"));
    }

    [Fact]
    public async Task Readers_go_on_while_the_database_is_reopened_under_them()
    {
        using var mount = Mount.TryTmpfs(_directory.Data, 48 << 20);
        if (mount is null) Assert.Skip("mounting needs root on Linux");
        using var engine = RocksDbEngine.Open(Path.Combine(_directory.Data, "store"), new());
        for (var i = 0; i < 200; i++) engine.Put(Keyspace.State, $"s{i:d3}", "v", sync: false);
        var done = 0;
        var walks = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (Volatile.Read(ref done) == 0)
            {
                Assert.Equal("v", engine.Get(Keyspace.State, "s100"));
                try
                {
                    Assert.Equal(200, engine.Keys(Keyspace.State, "s", "t").Count);
                    Interlocked.Increment(ref walks);
                }
                catch (StorageException cut)
                {
                    Assert.Equal(StorageErrorCode.Unavailable, cut.Code);
                }
            }
        })).ToList();

        for (var round = 0; round < 5; round++)
        {
            // More than the whole disk, so that the write fails half-way through the log.
            var batch = new EngineBatch();
            batch.Put(Keyspace.Contents, Bytes("big"), new byte[60 << 20]);
            Assert.Equal(StorageErrorCode.DiskFull, Assert.Throws<StorageException>(() => engine.Write(batch, sync: true)).Code);
            engine.Recover();
            engine.Put(Keyspace.State, "after", $"{round}");
            Assert.Null(engine.Get(Keyspace.Contents, "big"));
        }

        Volatile.Write(ref done, 1);
        await Task.WhenAll(readers);
        Assert.True(walks > 0);
    }

    private static int Fill(RocksDbEngine engine, out StorageException fault)
    {
        var random = new Random(1);
        var value = new byte[1 << 20];
        for (var i = 0; ; i++)
        {
            random.NextBytes(value);
            var batch = new EngineBatch();
            batch.Put(Keyspace.Contents, Bytes($"k{i:d3}"), (byte[])value.Clone());
            try
            {
                engine.Write(batch, sync: true);
            }
            catch (StorageException full)
            {
                fault = full;
                return i;
            }
        }
    }

    private static void FillUp(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            while (true) file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static void AssertHas(RocksDbEngine engine, int count)
    {
        var random = new Random(1);
        var value = new byte[1 << 20];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(value);
            Assert.True(value.AsSpan().SequenceEqual(engine.GetBytes(Keyspace.Contents, Bytes($"k{i:d3}"))));
        }
    }
}
