using CsCheck;
using Panthera.Permissions.Bitmaps;

namespace Panthera.Permissions.Tests.Bitmaps;

/// <summary>Random sets that have every form of container, at every bound between the forms.</summary>
internal static class RandomBitmap
{
    // Neighbours, a gap, and the last key there is.
    private static readonly uint[] s_keys = [0, 1, 2, 700, 65535];

    private static readonly Gen<uint[]> s_few = Gen.Select(Gen.OneOf(s_keys), Gen.UInt[0, 65535].Array[1, 80]).Select((key, lows) => lows.Select(low => (key << 16) + low).ToArray());

    // About as many as an array has room for, from exactly as many to one more on either side.
    private static readonly Gen<uint[]> s_many = Gen.Select(Gen.OneOf(s_keys), Gen.UInt[0, 7], Gen.Int[4093, 4099])
        .Select((key, shift, count) => Enumerable.Range(0, count).Select(i => (key << 16) + ((uint)i * 13) + shift).ToArray());

    private static readonly Gen<uint[]> s_dense = Gen.Select(Gen.OneOf(s_keys), Gen.Int[1, 1000000])
        .Select((key, seed) => Scattered(key, new(seed), 20_000));

    internal static Gen<(uint First, uint Last)> Range { get; } = Gen.Select(Gen.OneOf(s_keys), Gen.UInt[0, 65535], Gen.OneOf(0u, 1u, 63u, 64u, 5000u, 65535u, 140_000u))
        .Select((key, low, length) => ((key << 16) + low, (uint)Math.Min(((ulong)key << 16) + low + length, uint.MaxValue)));

    internal static Gen<RoaringBitmap> Any { get; } = Gen.Select(Gen.OneOf(s_few, s_few, s_many, s_dense).Array[0, 4], Range.Array[0, 3], Gen.Int[0, 3]).Select((parts, ranges, form) =>
    {
        var builder = new RoaringBuilder();
        var firstRanges = (form & 2) != 0;
        if (firstRanges) AddRanges(builder, ranges);
        foreach (var value in parts.SelectMany(part => part)) builder.Add(value);
        if (!firstRanges) AddRanges(builder, ranges);
        var bitmap = builder.ToBitmap();
        return (form & 1) != 0 ? bitmap.RunOptimize() : bitmap;
    });

    internal static string Show(RoaringBitmap bitmap) =>
        string.Join(' ', bitmap.Containers.ToArray().Select(container => $"{container.Key}:{container.Kind}:{container.Cardinality}"));

    private static void AddRanges(RoaringBuilder builder, (uint First, uint Last)[] ranges)
    {
        foreach (var (first, last) in ranges) builder.AddRange(first, last);
    }

    private static uint[] Scattered(uint key, Random random, int count)
    {
        var values = new uint[count];
        for (var i = 0; i < count; i++) values[i] = (key << 16) + (uint)random.Next(1 << 16);
        return values;
    }
}
