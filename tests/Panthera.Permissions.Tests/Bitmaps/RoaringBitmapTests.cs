using CsCheck;
using Panthera.Permissions.Bitmaps;

namespace Panthera.Permissions.Tests.Bitmaps;

public class RoaringBitmapTests
{
    [Fact]
    public void Every_combination_of_two_sets_is_what_the_plain_twin_says()
    {
        HashSet<string> forms = [];
        Gen.Select(RandomBitmap.Any, RandomBitmap.Any).Sample((left, right) =>
        {
            foreach (var one in left.Containers)
            {
                foreach (var other in right.Containers)
                {
                    if (one.Key == other.Key) lock (forms) forms.Add($"{one.Kind} {other.Kind}");
                }
            }

            var (one1, other1) = (PlainBitmap.Of(left), PlainBitmap.Of(right));
            AssertHolds(one1.Combine(other1, (a, b) => a & b), left.And(right));
            AssertHolds(one1.Combine(other1, (a, b) => a | b), left.Or(right));
            AssertHolds(one1.Combine(other1, (a, b) => a & ~b), left.AndNot(right));
            AssertHolds(one1.Combine(other1, (a, b) => a ^ b), left.Xor(right));
            Assert.Equal(!left.And(right).IsEmpty, left.Intersects(right));
        }, iter: 150, print: pair => $"{RandomBitmap.Show(pair.Item1)} and {RandomBitmap.Show(pair.Item2)}");
        Assert.Equal(9, forms.Count);
    }

    [Fact]
    public void Numbers_are_counted_found_and_walked_as_a_sorted_set_has_them() => Gen.Select(RandomBitmap.Any, Gen.UInt.Array[1, 20]).Sample((bitmap, asked) =>
    {
        var values = PlainBitmap.Of(bitmap).Values();
        Assert.Equal(values.Count, bitmap.Cardinality);
        var sorted = values.ToArray();
        foreach (var value in asked.Concat(asked.Where(_ => sorted.Length > 0).SelectMany(one => Around(sorted[one % (uint)sorted.Length]))))
        {
            var place = Array.BinarySearch(sorted, value);
            Assert.Equal(place >= 0, bitmap.Contains(value));
            Assert.Equal(place >= 0 ? place + 1 : ~place, bitmap.Rank(value));
            var from = place >= 0 ? place : ~place;
            Assert.Equal(from < sorted.Length, bitmap.TrySelect(from, out var selected));
            if (from < sorted.Length) Assert.Equal(sorted[from], selected);
            var walk = bitmap.From(value);
            var buffer = new uint[70];
            var read = walk.Read(buffer);
            Assert.Equal(sorted.Skip(from).Take(70), buffer.Take(read));
        }

        Assert.False(bitmap.TrySelect(sorted.Length, out _));
        Assert.False(bitmap.TrySelect(-1, out _));
    }, iter: 80, print: pair => RandomBitmap.Show(pair.Item1));

    [Fact]
    public void Any_run_of_changes_leaves_the_set_that_a_sorted_set_is_left_with()
    {
        var change = Gen.Select(Gen.Int[0, 9], RandomBitmap.Range, Gen.UInt[0, 300_000]);
        Gen.Select(RandomBitmap.Any, change.Array[1, 60]).Sample((before, changes) =>
        {
            var untouched = PlainBitmap.Of(before).Values();
            var model = new SortedSet<uint>(untouched);
            var builder = new RoaringBuilder(before);
            List<(RoaringBitmap Bitmap, List<uint> Values)> handedOut = [];
            foreach (var (kind, range, value) in changes)
            {
                Change(builder, model, kind, range, value);
                if (kind == 9) handedOut.Add((builder.ToBitmap(), [.. model]));
            }

            AssertHolds(model, builder.ToBitmap());
            foreach (var (bitmap, values) in handedOut) AssertHolds(values, bitmap);
            AssertHolds(untouched, before);
        }, iter: 40, print: pair => RandomBitmap.Show(pair.Item1) + " " + string.Join(' ', pair.Item2));
    }

    [Fact]
    public void A_version_stays_as_it_is_when_the_next_is_made() => Gen.Select(RandomBitmap.Any, Gen.UInt[0, 200_000]).Sample((before, value) =>
    {
        var values = PlainBitmap.Of(before).Values();
        var with = before.With(value);
        var without = before.Without(value);
        Assert.True(with.Contains(value));
        Assert.False(without.Contains(value));
        Assert.Equal(before.Contains(value) ? before : without, before);
        AssertHolds(values, before);
        AssertHolds(values.Union([value]).Order(), with);
        AssertHolds(values.Except([value]), without);
    }, iter: 50, print: pair => $"{RandomBitmap.Show(pair.Item1)} {pair.Item2}");

    [Fact]
    public void The_same_numbers_in_other_forms_are_an_equal_set() => RandomBitmap.Any.Sample(bitmap =>
    {
        var optimized = bitmap.RunOptimize();
        Assert.True(bitmap.Equals(optimized));
        Assert.Equal(bitmap.GetHashCode(), optimized.GetHashCode());

        // Without any run, the header has the places of the containers.
        Assert.True(RoaringFormat.SizeOf(optimized) <= RoaringFormat.SizeOf(bitmap) + 4 + (bitmap.Containers.Length * 4));
        AssertHolds(PlainBitmap.Of(bitmap), optimized);
        Assert.False(bitmap.Equals(bitmap.Contains(5) ? bitmap.Without(5) : bitmap.With(5)));
    }, iter: 50, print: RandomBitmap.Show);

    [Fact]
    public void A_set_is_an_array_up_to_4096_numbers_and_a_bitmap_beyond_both_ways()
    {
        var builder = new RoaringBuilder();
        for (uint i = 0; i < 4096; i++) builder.Add(i * 3);
        Assert.Equal(ContainerKind.Array, builder.ToBitmap().Containers[0].Kind);
        Assert.True(builder.Add(1));
        Assert.Equal(ContainerKind.Bitmap, builder.ToBitmap().Containers[0].Kind);
        Assert.False(builder.Add(1));
        Assert.True(builder.Remove(0));
        Assert.Equal(ContainerKind.Array, builder.ToBitmap().Containers[0].Kind);
        Assert.False(builder.Remove(0));
    }

    [Fact]
    public void All_numbers_there_are_take_a_run_for_each_65536()
    {
        var builder = new RoaringBuilder();
        builder.AddRange(0, uint.MaxValue);
        var all = builder.ToBitmap();
        Assert.Equal(1L << 32, all.Cardinality);
        Assert.Equal(1L << 32, all.Rank(uint.MaxValue));
        Assert.True(all.TrySelect(uint.MaxValue, out var last));
        Assert.Equal(uint.MaxValue, last);
        Assert.True(all.AndNot(all).IsEmpty);
        Assert.True(all.Bytes < 65536 * 50);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.AddRange(2, 1));
    }

    [Fact]
    public void Asking_and_walking_allocate_nothing()
    {
        var bitmap = RoaringBitmap.Of(1, 2, 70_000, 5_000_000);
        var other = RoaringBitmap.Of(3, 5_000_000);
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            long sum = 0;
            foreach (var value in bitmap) sum += value;
            if (bitmap.Contains(2) && bitmap.Intersects(other) && bitmap.TrySelect(2, out var third)) sum += third + bitmap.Rank(3) + bitmap.Cardinality;
            Assert.True(sum > 0);
        }
    }

    private static void Change(RoaringBuilder builder, SortedSet<uint> model, int kind, (uint First, uint Last) range, uint value)
    {
        switch (kind)
        {
            case < 4:
                Assert.Equal(model.Add(value), builder.Add(value));
                break;
            case < 7:
                var present = model.Count == 0 || kind == 4 ? value : model.GetViewBetween(value, uint.MaxValue).FirstOrDefault(value);
                Assert.Equal(model.Contains(present), builder.Contains(present));
                Assert.Equal(model.Remove(present), builder.Remove(present));
                break;
            case 7:
                builder.AddRange(range.First, range.Last);
                for (long one = range.First; one <= range.Last; one++) model.Add((uint)one);
                break;
            case 8:
                builder.Add(RoaringBitmap.Of(value, value + 1, range.First));
                model.UnionWith([value, value + 1, range.First]);
                break;
        }
    }

    private static IEnumerable<uint> Around(uint value) => [value, value - 1, value + 1, value | 63, value & ~65535u];

    private static void AssertHolds(PlainBitmap wanted, RoaringBitmap bitmap) => AssertHolds(wanted.Values(), bitmap);

    private static void AssertHolds(IEnumerable<uint> wanted, RoaringBitmap bitmap)
    {
        var values = wanted.ToArray();
        var held = new uint[bitmap.Cardinality];
        var walk = bitmap.GetEnumerator();
        Assert.Equal(held.Length, walk.Read(held));
        Assert.False(walk.MoveNext());
        Assert.True(values.AsSpan().SequenceEqual(held), $"{values.Length} wanted, {RandomBitmap.Show(bitmap)}");
        foreach (var container in bitmap.Containers)
        {
            Assert.True(container.Cardinality > 0);
            if (container.Kind != ContainerKind.Runs) Assert.Equal(container.Cardinality > Container.MaxArray, container.Kind == ContainerKind.Bitmap);
        }
    }
}
