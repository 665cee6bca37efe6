using CsCheck;
using Panthera.Storage.Collections;
using Map = Panthera.Storage.Collections.PersistentMap<int, int, Panthera.Storage.Tests.Collections.PersistentMapTests.Order>;

namespace Panthera.Storage.Tests.Collections;

public sealed class PersistentMapTests
{
    // A step sets or removes a key, perhaps under a new token, perhaps going back to an older version first.
    private static readonly Gen<(int Key, bool Removes, int What)[]> Steps =
        Gen.Select(Gen.Int[0, 300], Gen.Bool, Gen.Int[0, 40]).Array[0, 800];

    [Fact]
    public void Every_version_equals_a_sorted_dictionary_for_ever() => Steps.Sample(
        steps =>
        {
            var edit = new EditToken();
            List<(Map Map, SortedDictionary<int, int> Model)> versions = [(default, [])];
            var (map, model) = versions[0];
            model = [];
            for (var i = 0; i < steps.Length; i++)
            {
                var (key, removes, what) = steps[i];
                if (what == 0)
                {
                    // Publish: the version is frozen from here on.
                    versions.Add((map, new(model)));
                    edit = new();
                }
                else if (what == 1)
                {
                    // A refused proposal: back to an older version, with everything since then dropped.
                    (map, model) = versions[key % versions.Count];
                    model = new(model);
                    edit = new();
                }

                map = removes ? map.Remove(key, edit) : map.Set(key, i, edit);
                if (removes) model.Remove(key);
                else model[key] = i;
            }

            versions.Add((map, model));
            foreach (var (version, expected) in versions) AssertSame(version, expected);
        },
        iter: 60);

    [Theory]
    [InlineData(1, false)]
    [InlineData(31, false)]
    [InlineData(32, false)]
    [InlineData(33, false)]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    [InlineData(40_000, true)]
    [InlineData(40_000, false)]
    public void A_load_in_order_or_against_it_holds_all_and_can_be_emptied_again(int count, bool descending)
    {
        var edit = new EditToken();
        Map map = default;
        for (var i = 0; i < count; i++) map = map.Set(descending ? count - 1 - i : i, i, edit);
        Assert.Equal(count, map.Count);
        var next = 0;
        foreach (var (key, value) in map)
        {
            Assert.Equal(next, key);
            Assert.Equal(descending ? count - 1 - next : next, value);
            next++;
        }

        Assert.Equal(count, next);
        var full = map;
        edit = new();
        for (var i = 0; i < count; i += 2) map = map.Remove(i, edit);
        Assert.Equal(count / 2, map.Count);
        for (var i = 1; i < count; i += 2)
        {
            Assert.True(map.ContainsKey(i));
            Assert.False(map.ContainsKey(i - 1));
            map = map.Remove(i, edit);
        }

        map = map.Remove(count - 1, edit);
        Assert.True(map.IsEmpty);
        Assert.False(map.GetEnumerator().MoveNext());
        Assert.Equal(count, full.Count);
        Assert.True(full.ContainsKey(0));
    }

    [Fact]
    public void The_empty_map_has_nothing()
    {
        Map map = default;
        Assert.True(map.IsEmpty);
        Assert.False(map.TryGetValue(1, out _));
        Assert.False(map.From(1).MoveNext());
        Assert.Equal(0, map.Remove(1, new()).Count);
    }

    private static void AssertSame(Map map, SortedDictionary<int, int> model)
    {
        Assert.Equal(model.Count, map.Count);
        List<KeyValuePair<int, int>> walked = [];
        foreach (var pair in map) walked.Add(pair);
        Assert.Equal(model.ToList(), walked);
        for (var key = -1; key <= 301; key++)
        {
            Assert.Equal(model.TryGetValue(key, out var expected), map.TryGetValue(key, out var actual));
            Assert.Equal(expected, actual);
        }

        for (var lower = -1; lower <= 302; lower += 7)
        {
            var from = map.From(lower);
            foreach (var (key, value) in model.Where(pair => pair.Key >= lower))
            {
                Assert.True(from.MoveNext());
                Assert.Equal((key, value), (from.Key, from.Value));
            }

            Assert.False(from.MoveNext());
            Assert.False(from.MoveNext());
        }
    }

    internal readonly struct Order : IComparer<int>
    {
        public int Compare(int x, int y) => x.CompareTo(y);
    }
}
