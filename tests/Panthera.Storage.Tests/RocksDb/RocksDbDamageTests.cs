using Panthera.Storage.Engines;
using Panthera.Storage.RocksDb;
using Panthera.Storage.Tests.Engines;
using static Panthera.Storage.Tests.Engines.EngineUse;

namespace Panthera.Storage.Tests.RocksDb;

/// <summary>Damage in any file is an error that says so: never a short answer, never other bytes.</summary>
public sealed class RocksDbDamageTests : IDisposable
{
    private const int Batches = 40;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("*.sst")]
    [InlineData("*.blob")]
    public void A_flipped_byte_in_a_stored_file_is_corruption(string pattern)
    {
        using (var engine = Open())
        {
            for (var i = 0; i < Batches; i++) engine.Put(Keyspace.Contents, $"k{i:d3}", Value(i) + new string('x', 5000));
        }

        var seen = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(_directory.Data, "rocksdb"), pattern))
        {
            var sound = File.ReadAllBytes(file);
            for (var at = sound.Length / 7; at < sound.Length; at += sound.Length / 7)
            {
                Flip(file, sound, at);
                if (VerifyFails()) seen++;
            }

            File.WriteAllBytes(file, sound);
        }

        Assert.True(seen >= 5, $"only {seen} flips were noticed");
        using var whole = Open();
        whole.Verify(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_flipped_byte_anywhere_in_the_log_of_acknowledged_writes_is_corruption_and_nothing_is_lost_by_looking()
    {
        var crashed = Crash();
        var log = Directory.GetFiles(Path.Combine(crashed, "rocksdb"), "*.log").Single(file => new FileInfo(file).Length > 0);
        var sound = File.ReadAllBytes(log);
        for (var at = 0; at < sound.Length; at += Math.Max(1, sound.Length / 150))
        {
            AssertCorrupt(crashed, log, sound, at, 0x40);
        }

        using var whole = RocksDbEngine.Open(crashed, new());
        AssertComplete(whole);
    }

    [Fact]
    public void A_log_cut_short_of_acknowledged_writes_is_corruption_at_every_length()
    {
        var crashed = Crash();
        var log = Directory.GetFiles(Path.Combine(crashed, "rocksdb"), "*.log").Single(file => new FileInfo(file).Length > 0);
        var sound = File.ReadAllBytes(log);
        for (var length = 0; length < sound.Length; length += Math.Max(1, sound.Length / 60))
        {
            File.WriteAllBytes(log, sound[..length]);
            Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(() => RocksDbEngine.Open(crashed, new())).Code);
        }

        File.WriteAllBytes(log, sound);
        using var whole = RocksDbEngine.Open(crashed, new());
        AssertComplete(whole);
    }

    [Fact]
    public void Damage_in_an_older_log_is_no_hole_that_the_newer_ones_are_replayed_over()
    {
        var crashed = Path.Combine(_directory.FullPath, "crashed");
        var noise = new byte[40_000];
        new Random(3).NextBytes(noise);
        using (var engine = RocksDbEngine.Open(_directory.Data, new() { MemtableBytes = 1 << 20 }))
        {
            // Contents fill their memtables and move the log on; the state, hardly written, stays in the older logs.
            for (var i = 0; i < 60; i++)
            {
                engine.Put(Keyspace.State, $"k{i:d3}", Value(i));
                var batch = new EngineBatch();
                batch.Put(Keyspace.Contents, Bytes($"c{i:d3}"), noise);
                engine.Write(batch, sync: true);
            }

            Copy(_directory.Data, crashed);
        }

        var logs = Directory.GetFiles(Path.Combine(crashed, "rocksdb"), "*.log").Where(file => new FileInfo(file).Length > 0).Order().ToList();
        Assert.True(logs.Count > 1, "there is only one log");
        foreach (var log in logs)
        {
            var sound = File.ReadAllBytes(log);
            var step = Math.Max(1, sound.Length / 25);
            for (var at = 0; at < sound.Length; at += step) AssertCorrupt(crashed, log, sound, at, 0x40);

            // The last record's length: made too long, it looks like a torn tail.
            for (var at = Math.Max(0, sound.Length - 60_000); at < sound.Length; at += 1499) AssertCorrupt(crashed, log, sound, at, 0x80);
            File.WriteAllBytes(log, sound[..^200]);
            Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(() => RocksDbEngine.Open(crashed, new())).Code);
            File.WriteAllBytes(log, sound);
        }

        using var whole = RocksDbEngine.Open(crashed, new());
        for (var i = 0; i < 60; i++) Assert.Equal(Value(i), whole.Get(Keyspace.State, $"k{i:d3}"));
    }

    [Fact]
    public void A_torn_tail_that_was_never_acknowledged_is_dropped()
    {
        var crashed = Crash();
        var log = Directory.GetFiles(Path.Combine(crashed, "rocksdb"), "*.log").Single(file => new FileInfo(file).Length > 0);
        using (var file = new FileStream(log, FileMode.Append)) file.Write([0x12, 0x34, 0x56, 0x78, 0xff, 0x00, 0x01, 0x02, 0x03]);
        using var engine = RocksDbEngine.Open(crashed, new());
        AssertComplete(engine);
    }

    [Fact]
    public void A_flipped_mark_is_corruption_that_says_what_to_do()
    {
        Open().Dispose();
        using (var engine = Open()) engine.Put(Keyspace.State, "a", "1");
        var mark = Path.Combine(_directory.Data, "MARK");
        var sound = File.ReadAllBytes(mark);
        Assert.Equal(24, sound.Length);
        for (var at = 0; at < sound.Length; at++)
        {
            Flip(mark, sound, at);
            var fault = Assert.Throws<StorageException>(Open);
            Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
            Assert.Contains(mark, fault.Message);
        }

        File.Delete(mark);
        using var opened = Open();
        Assert.Equal("1", opened.Get(Keyspace.State, "a"));
    }

    // A copy of the files of a running engine is what a killed process leaves.
    private string Crash()
    {
        var crashed = Path.Combine(_directory.FullPath, "crashed");
        using var engine = Open();
        for (var i = 0; i < Batches; i++) engine.Put(Keyspaces[i % 3], $"k{i:d3}", Value(i));

        Copy(_directory.Data, crashed);
        return crashed;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            if (Path.GetFileName(file) != "LOCK") File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var directory in Directory.GetDirectories(from)) Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
    }

    private static string Value(int i) => $"value {i} " + new string((char)('a' + (i % 26)), 100 * (i % 9));

    private static void AssertComplete(RocksDbEngine engine)
    {
        for (var i = 0; i < Batches; i++) Assert.Equal(Value(i), engine.Get(Keyspaces[i % 3], $"k{i:d3}"));
    }

    private static void AssertCorrupt(string crashed, string log, byte[] sound, int at, byte mask)
    {
        Flip(log, sound, at, mask);
        StorageException? fault = null;
        try
        {
            RocksDbEngine.Open(crashed, new()).Dispose();
        }
        catch (StorageException refused)
        {
            fault = refused;
        }

        Assert.True(fault?.Code == StorageErrorCode.Corrupt, $"byte {at} of {sound.Length} in {Path.GetFileName(log)}: {fault?.Message ?? "opened"}");
        File.WriteAllBytes(log, sound);
    }

    private static void Flip(string file, byte[] sound, int at, byte mask = 0x40)
    {
        var flipped = (byte[])sound.Clone();
        flipped[at] ^= mask;
        File.WriteAllBytes(file, flipped);
    }

    private bool VerifyFails()
    {
        try
        {
            using var engine = Open();
            var complete = true;
            try
            {
                engine.Verify(default);
            }
            catch (StorageException fault)
            {
                Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
                complete = false;
            }

            // A byte that nothing reads may change unnoticed; then every value must be what it was.
            for (var i = 0; complete && i < Batches; i++) Assert.StartsWith(Value(i), engine.Get(Keyspace.Contents, $"k{i:d3}"));
            return !complete;
        }
        catch (StorageException fault)
        {
            Assert.Equal(StorageErrorCode.Corrupt, fault.Code);
            return true;
        }
    }

    private RocksDbEngine Open() => RocksDbEngine.Open(_directory.Data, new());
}
