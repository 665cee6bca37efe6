using CsCheck;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tests.Tree.Pages;

public sealed class KeyMapTests
{
    private static readonly Comparer<byte[]> s_bytewise = Comparer<byte[]>.Create(static (x, y) => x.AsSpan().SequenceCompareTo(y));

    // Nothing in common; anything up to the longest key; all in common but the end; few bytes with much in common.
    private static readonly Gen<byte[]>[] s_keys =
    [
        Gen.Byte.Array[1, 12],
        Gen.Byte[0, 2].Array[1, LeafCell.MaxKeyBytes],
        Gen.Byte[0, 3].Array[4].Select(static tail => (byte[])[.. Enumerable.Repeat((byte)7, 260), .. tail]),
        Gen.Select(Gen.Byte[0, 9], Gen.Byte[97, 100].Array[1, 30]).Select(static (directory, name) => (byte[])[0, 0, 0, directory, .. name]),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_map_is_what_a_sorted_dictionary_is_and_held_versions_stay(int style) =>
        Gen.Select(s_keys[style], Gen.Int[0, 9], Gen.UInt).Array[0, 1500].Sample(
            static steps =>
            {
                var run = new Run();
                foreach (var (key, action, value) in steps) run.Step(key, action, value);
                run.Check();
                run.RemoveAll();
            },
            iter: 25,
            threads: 1);

    [Fact]
    public void Keys_that_arrive_in_order_fill_their_leaves()
    {
        var arena = new PageArena();
        var version = arena.Begin(null, null, isLoad: true);
        KeyMap map = default;
        for (var i = 0; i < 20_000; i++) map.Set(version, System.Text.Encoding.ASCII.GetBytes($"usr/share/file-{i:d8}"), (uint)i, out _);
        long leaves = 0;
        map.VisitPages(arena, _ => leaves++, static _ => { });
        Assert.True(leaves * PageArena.PageBytes < 20_000 * 7, $"{leaves} leaves");
        GC.KeepAlive(version);
    }

    [Fact]
    public void Random_inserts_and_removes_leave_leaves_well_filled()
    {
        var arena = new PageArena();
        var version = arena.Begin(null, null, isLoad: true);
        var random = new Random(5);
        KeyMap map = default;
        var keys = Enumerable.Range(0, 20_000).Select(i => System.Text.Encoding.ASCII.GetBytes($"{i:d8}-name")).ToArray();
        random.Shuffle(keys);
        for (var i = 0; i < keys.Length; i++) map.Set(version, keys[i], (uint)i, out _);
        for (var i = 0; i < 40_000; i++)
        {
            var key = keys[random.Next(keys.Length)];
            if (!map.Remove(version, key, out _)) map.Set(version, key, (uint)i, out _);
        }

        long used = 0;
        for (var cursor = map.From(arena, default); cursor.MoveNext();) used += 10;
        long leaves = 0;
        map.VisitPages(arena, _ => leaves++, static _ => { });
        Assert.True(leaves * PageArena.PageBytes < used * 9 / 4, $"{leaves} leaves for {used} bytes");
        GC.KeepAlive(version);
    }

    [Fact]
    public void Leaves_that_lose_many_keys_are_merged_with_their_neighbours()
    {
        var arena = new PageArena();
        var version = arena.Begin(null, null, isLoad: true);
        var random = new Random(6);
        KeyMap map = default;
        var keys = Enumerable.Range(0, 20_000).Select(i => System.Text.Encoding.ASCII.GetBytes($"{i:d8}-name")).ToArray();
        for (var i = 0; i < keys.Length; i++) map.Set(version, keys[i], (uint)i, out _);
        var full = Leaves(map, arena);
        random.Shuffle(keys);
        foreach (var key in keys.AsSpan(0, 10_000)) Assert.True(map.Remove(version, key, out _));
        var half = Leaves(map, arena);
        Assert.True(half < full * 8 / 10, $"{full} leaves became {half}");
        foreach (var key in keys.AsSpan(10_000)) Assert.True(map.TryGet(arena, key, out _));
        GC.KeepAlive(version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_map_built_from_keys_in_order_is_the_map_that_they_are_set_in(int style) =>
        s_keys[style].Array[0, 1500].Sample(
            static keys =>
            {
                var arena = new PageArena();
                var version = arena.Begin(null, null, isLoad: true);
                var sorted = new SortedSet<byte[]>(keys, s_bytewise).ToArray();
                KeyMap map = default;
                var tail = new KeyMapTail();
                Span<byte> found = stackalloc byte[2 * LeafCell.MaxKeyBytes];
                for (var i = 0; i < sorted.Length; i++)
                {
                    Assert.True(map.TryAppend(version, tail, sorted[i], (uint)i * 7, out var leaf));
                    Assert.True(found[..map.FindKey(arena, leaf, (uint)i * 7, found)].SequenceEqual(sorted[i]));
                    Assert.False(map.TryAppend(version, tail, sorted[i / 2], 1, out _), "a key that is there, or belongs before the last, is no key to append");
                }

                Assert.Equal(sorted.Length, map.Count);
                var walk = map.From(arena, default);
                for (var i = 0; i < sorted.Length; i++)
                {
                    Assert.True(walk.MoveNext());
                    Assert.True(walk.Key.SequenceEqual(sorted[i]));
                    Assert.True(map.TryGet(arena, sorted[i], out var value));
                    Assert.Equal((uint)i * 7, value);
                }

                Assert.False(walk.MoveNext());
                foreach (var key in sorted) Assert.True(map.Remove(version, key, out _));
                Assert.Equal(0, map.Count);
                GC.KeepAlive(version);
            },
            iter: 25,
            threads: 1);

    private static long Leaves(in KeyMap map, PageArena arena)
    {
        long leaves = 0;
        map.VisitPages(arena, _ => leaves++, static _ => { });
        return leaves;
    }

    /// <summary>A map beside its model, in an arena of its own; confined to one sample.</summary>
    private sealed class Run
    {
        private readonly PageArena _arena = new();
        private readonly SortedDictionary<byte[], uint> _model = new(s_bytewise);
        private readonly Dictionary<uint, uint> _leaves = [];
        private readonly List<(PageVersion Version, KeyMap Map, KeyValuePair<byte[], uint>[] Model)> _held = [];
        private PageVersion _version;
        private KeyMap _map;
        private int _steps;

        internal Run() => _version = _arena.Begin(null, null, isLoad: false);

        internal void Step(byte[] key, int action, uint value)
        {
            var grows = (_steps++ / 400) % 2 == 0;
            if (action < (grows ? 7 : 3)) Set(key, value);
            else Remove(_model.Count > 0 && action % 2 == 0 ? _model.Keys.ElementAt((int)(value % (uint)_model.Count)) : key);
            if (_steps % 100 == 0) Check();
            if (value % 40 == 0) Publish(value);
        }

        internal void Check()
        {
            Compare(_map, [.. _model]);
            foreach (var (version, map, model) in _held)
            {
                Compare(map, model);
                GC.KeepAlive(version);
            }

            Span<byte> key = stackalloc byte[2 * LeafCell.MaxKeyBytes];
            foreach (var (expected, value) in _model) Assert.True(key[.._map.FindKey(_arena, _leaves[value], value, key)].SequenceEqual(expected));
        }

        internal void RemoveAll()
        {
            foreach (var key in _model.Keys.Reverse().ToArray()) Remove(key);
            Assert.Equal(0, _map.Count);
            Assert.False(_map.From(_arena, default).MoveNext());
        }

        private void Set(byte[] key, uint value)
        {
            while (_leaves.ContainsKey(value)) value++;
            var had = _model.TryGetValue(key, out var before);
            Assert.NotEqual(had, _map.Set(_version, key, value, out var moved));
            if (had) _leaves.Remove(before);
            foreach (var (other, leaf) in moved) _leaves[other] = leaf;
            _model[key] = value;
        }

        private void Remove(byte[] key)
        {
            var had = _model.Remove(key, out var before);
            Assert.Equal(had, _map.Remove(_version, key, out var moved));
            foreach (var (other, leaf) in moved) _leaves[other] = leaf;
            if (had) _leaves.Remove(before);
        }

        private void Publish(uint value)
        {
            if (value % 3 == 0) Abandon();
            _arena.Publish(_version);
            _held.Add((_version, _map, [.. _model]));
            if (_held.Count > 5) _held.RemoveAt((int)(value % 4));
            if (value % 7 == 0) GC.Collect();
            _version = _arena.Begin(null, _version, isLoad: false);
        }

        /// <summary>Edits a version that nobody ever sees, on the newest one held.</summary>
        private void Abandon()
        {
            if (_held.Count == 0) return;
            var (version, map, _) = _held[^1];
            var abandoned = _arena.Begin(null, version, isLoad: false);
            for (byte i = 0; i < 50; i++) map.Set(abandoned, [i, i], i, out _);
        }

        private void Compare(in KeyMap map, KeyValuePair<byte[], uint>[] model)
        {
            Assert.Equal(model.Length, map.Count);
            var all = map.From(_arena, default);
            Span<byte> first = stackalloc byte[2 * LeafCell.MaxKeyBytes];
            for (var i = 0; i < model.Length; i++)
            {
                var (key, value) = model[i];
                Assert.True(all.MoveNext());
                Assert.True(all.Key.SequenceEqual(key));
                Assert.Equal(value, all.Value);
                Assert.True(map.TryGet(_arena, key, out var found));
                Assert.Equal(value, found);
                if (i % 16 != 0) continue;

                // From behind a key: its successor by way of a walk and of one look.
                byte[] behind = [.. key, 0];
                if (behind.Length <= LeafCell.MaxKeyBytes && !map.TryGet(_arena, behind, out var absent)) Assert.Equal(0U, absent);
                var next = i + 1 < model.Length ? (byte[]?)model[i + 1].Key : null;
                if (behind.Length > LeafCell.MaxKeyBytes || (next is not null && next.AsSpan().SequenceEqual(behind))) continue;
                var from = map.From(_arena, behind);
                Assert.Equal(next is not null, from.MoveNext());
                var length = map.First(_arena, behind, first, out _);
                Assert.True(next is null ? length == 0 : from.Key.SequenceEqual(next) && first[..length].SequenceEqual(next));
            }

            Assert.False(all.MoveNext());
        }
    }
}
