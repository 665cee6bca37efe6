using Panthera.Storage.Engines;
using static Panthera.Storage.Tests.Engines.EngineUse;

namespace Panthera.Storage.Tests.Engines;

/// <summary>What every engine must do; run by each.</summary>
public abstract class EngineConformance : IDisposable
{
    private readonly Lazy<IStorageEngine> _engine;

    protected EngineConformance() => _engine = new(Open);

    protected IStorageEngine Engine => _engine.Value;

    protected abstract IStorageEngine Open();

    public virtual void Dispose()
    {
        if (_engine.IsValueCreated) _engine.Value.Dispose();
    }

    [Fact]
    public void A_value_written_is_read_back_and_replaced()
    {
        Engine.Put(Keyspace.State, "a", "1");
        Assert.Equal("1", Engine.Get(Keyspace.State, "a"));
        Engine.Put(Keyspace.State, "a", "2", sync: false);
        Assert.Equal("2", Engine.Get(Keyspace.State, "a"));
        Assert.Null(Engine.Get(Keyspace.State, "b"));
    }

    [Fact]
    public void Keyspaces_do_not_share_keys()
    {
        Engine.Put(Keyspace.State, "a", "state");
        Engine.Put(Keyspace.Log, "a", "log");
        Assert.Equal("state", Engine.Get(Keyspace.State, "a"));
        Assert.Equal("log", Engine.Get(Keyspace.Log, "a"));
        Assert.Null(Engine.Get(Keyspace.Contents, "a"));
        Assert.Empty(Engine.Keys(Keyspace.Contents));
    }

    [Fact]
    public void A_scan_is_ordered_bytewise_with_the_shorter_first_and_ends_before_its_upper_bound()
    {
        byte[][] keys = [[], [0], [0, 0], [0, 255], [1], [127], [128], [255], [255, 0], [255, 255]];
        var batch = new EngineBatch();
        foreach (var key in keys.Reverse()) batch.Put(Keyspace.State, key, [9]);
        Engine.Write(batch, sync: true);

        List<byte[]> walked = [];
        using (var cursor = Engine.Scan(Keyspace.State, [], [255, 255]))
        {
            while (cursor.MoveNext()) walked.Add(cursor.Key.ToArray());
            Assert.False(cursor.MoveNext());
        }

        Assert.Equal(keys[..^1], walked);
    }

    [Theory]
    [InlineData("b", "d", "b c")]
    [InlineData("bb", "d", "c")]
    [InlineData("a", "a", "")]
    [InlineData("d", "b", "")]
    [InlineData("e", "z", "")]
    public void A_scan_yields_the_keys_from_lower_through_before_upper(string lower, string upper, string expected)
    {
        foreach (var key in (string[])["a", "b", "c", "d"]) Engine.Put(Keyspace.Log, key, key);
        Assert.Equal(expected, string.Join(' ', Engine.Keys(Keyspace.Log, lower, upper)));
    }

    [Fact]
    public void A_tenant_is_a_range_that_ends_where_the_next_begins()
    {
        var batch = new EngineBatch();
        foreach (byte tenant in (byte[])[0, 1, 254, 255])
        {
            batch.Put(Keyspace.State, [0, tenant], [tenant]);
            batch.Put(Keyspace.State, [0, tenant, 255, 255], [tenant]);
        }

        Engine.Write(batch, sync: true);
        using var cursor = Engine.Scan(Keyspace.State, [0, 254], [0, 255]);
        Assert.True(cursor.MoveNext());
        Assert.Equal((byte[])[0, 254], cursor.Key.ToArray());
        Assert.True(cursor.MoveNext());
        Assert.Equal((byte[])[0, 254, 255, 255], cursor.Key.ToArray());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_range_is_deleted_without_its_upper_bound_and_only_in_its_keyspace()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
        {
            Engine.Put(Keyspace.State, key, key);
            Engine.Put(Keyspace.Log, key, key);
        }

        var batch = new EngineBatch();
        batch.DeleteRange(Keyspace.State, Bytes("b"), Bytes("d"));
        batch.DeleteRange(Keyspace.State, Bytes("z"), Bytes("a"));
        Engine.Write(batch, sync: true);
        Assert.Equal(["a", "d"], Engine.Keys(Keyspace.State));
        Assert.Null(Engine.Get(Keyspace.State, "c"));
        Assert.Equal(["a", "b", "c", "d"], Engine.Keys(Keyspace.Log));
    }

    [Fact]
    public void The_changes_of_a_batch_apply_in_their_order()
    {
        var batch = new EngineBatch();
        batch.Put(Keyspace.State, Bytes("a"), Bytes("1"));
        batch.Put(Keyspace.State, Bytes("b"), Bytes("1"));
        batch.Delete(Keyspace.State, Bytes("a"));
        batch.DeleteRange(Keyspace.State, Bytes("a"), Bytes("z"));
        batch.Put(Keyspace.State, Bytes("b"), Bytes("2"));
        batch.Put(Keyspace.Contents, Bytes("c"), Bytes("3"));
        Engine.Write(batch, sync: true);
        Assert.Equal(["b"], Engine.Keys(Keyspace.State));
        Assert.Equal("2", Engine.Get(Keyspace.State, "b"));
        Assert.Equal("3", Engine.Get(Keyspace.Contents, "c"));
    }

    [Fact]
    public void A_walk_sees_what_was_there_when_it_began()
    {
        for (var i = 0; i < 1000; i++) Engine.Put(Keyspace.State, $"k{i:d4}", "old", sync: false);
        using var cursor = Engine.Scan(Keyspace.State, Bytes("k"), Bytes("l"));
        Assert.True(cursor.MoveNext());

        var batch = new EngineBatch();
        batch.DeleteRange(Keyspace.State, Bytes("k0000"), Bytes("k0500"));
        for (var i = 500; i < 1000; i++) batch.Put(Keyspace.State, Bytes($"k{i:d4}"), Bytes("new"));
        batch.Put(Keyspace.State, Bytes("k0500x"), Bytes("new"));
        Engine.Write(batch, sync: false);

        var count = 1;
        for (; cursor.MoveNext(); count++) Assert.Equal(Bytes("old"), cursor.Value);
        Assert.Equal(1000, count);
        Assert.Equal(501, Engine.Keys(Keyspace.State, "k", "l").Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(70_000)]
    [InlineData(20_000_000)]
    public void Values_of_any_size_come_back_whole(int sizeBytes)
    {
        var value = new byte[sizeBytes];
        new Random(sizeBytes).NextBytes(value);
        foreach (var keyspace in Keyspaces)
        {
            var batch = new EngineBatch();
            batch.Put(keyspace, Bytes("big"), value);
            Engine.Write(batch, sync: true);
            Assert.True(value.AsSpan().SequenceEqual(Engine.GetBytes(keyspace, Bytes("big"))));
            using var cursor = Engine.Scan(keyspace, Bytes("big"), Bytes("bigger"));
            Assert.True(cursor.MoveNext());
            Assert.True(cursor.Value.SequenceEqual(value));
        }

        Engine.Verify(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Readers_beside_the_writer_see_each_batch_whole()
    {
        var done = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (Volatile.Read(ref done) == 0)
            {
                List<string> seen = [];
                using var cursor = Engine.Scan(Keyspace.State, Bytes("p"), Bytes("q"));
                while (cursor.MoveNext()) seen.Add(System.Text.Encoding.UTF8.GetString(cursor.Value));
                Assert.True(seen.Distinct().Count() <= 1, $"a walk saw half a batch: {string.Join(',', seen)}");
            }
        })).ToArray();

        for (var i = 0; i < 300; i++)
        {
            var batch = new EngineBatch();
            for (var key = 0; key < 5; key++) batch.Put(Keyspace.State, Bytes($"p{key}"), Bytes($"{i}"));
            Engine.Write(batch, sync: false);
        }

        Volatile.Write(ref done, 1);
        await Task.WhenAll(readers);
    }

    [Fact]
    public void After_it_is_disposed_every_call_fails_as_closed_and_late_cursors_are_harmless()
    {
        Engine.Put(Keyspace.State, "a", "1");
        Engine.Put(Keyspace.State, "b", "1");
        var begun = Engine.Scan(Keyspace.State, Bytes("a"), Bytes("z"));
        Assert.True(begun.MoveNext());
        Engine.Dispose();
        Engine.Dispose();

        Assert.Equal("a"u8, begun.Key);
        Assert.Equal("1"u8, begun.Value);
        foreach (Action call in (Action[])
            [
                () => begun.MoveNext(),
                () => Engine.Put(Keyspace.State, "a", "2"),
                () => Engine.Get(Keyspace.State, "a"),
                () => Engine.Scan(Keyspace.State, Bytes("a"), Bytes("z")),
                () => Engine.Recover(),
                () => Engine.Verify(default),
                () => Engine.Statistics(),
            ])
            Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(call).Code);
        begun.Dispose();
        begun.Dispose();
    }

    [Fact]
    public void Recovering_and_verifying_a_sound_engine_changes_nothing()
    {
        Engine.Put(Keyspace.State, "a", "1");
        Engine.Recover();
        Engine.Verify(TestContext.Current.CancellationToken);
        Assert.Equal("1", Engine.Get(Keyspace.State, "a"));
        Assert.NotEmpty(Engine.Statistics());
    }

    [Fact]
    public void Verifying_stops_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => Engine.Verify(new CancellationToken(canceled: true)));
}
