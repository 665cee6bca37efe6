using Panthera.Permissions.Bitmaps;

namespace Panthera.Permissions.Tests.Bitmaps;

/// <summary>The safe twin of <see cref="RoaringBitmap"/>: a plain array of words for each upper half, and plain loops.</summary>
internal sealed class PlainBitmap
{
    private readonly SortedDictionary<int, ulong[]> _words = [];

    internal static PlainBitmap Of(IEnumerable<uint> values)
    {
        var plain = new PlainBitmap();
        foreach (var value in values) plain.Set(value, true);
        return plain;
    }

    internal static PlainBitmap Of(RoaringBitmap bitmap)
    {
        var plain = new PlainBitmap();
        foreach (var value in bitmap) plain.Set(value, true);
        return plain;
    }

    internal void Set(uint value, bool isSet)
    {
        if (!_words.TryGetValue((int)(value >> 16), out var words)) _words.Add((int)(value >> 16), words = new ulong[1024]);
        var low = (int)(value & 0xFFFF);
        if (isSet) words[low / 64] |= 1UL << (low % 64);
        else words[low / 64] &= ~(1UL << (low % 64));
    }

    internal bool Contains(uint value) =>
        _words.TryGetValue((int)(value >> 16), out var words) && (words[(value & 0xFFFF) / 64] & (1UL << (int)(value % 64))) != 0;

    internal PlainBitmap Combine(PlainBitmap other, Func<ulong, ulong, ulong> operation)
    {
        var combined = new PlainBitmap();
        foreach (var key in _words.Keys.Union(other._words.Keys).ToList())
        {
            var words = new ulong[1024];
            for (var i = 0; i < words.Length; i++) words[i] = operation(Word(key, i), other.Word(key, i));
            combined._words.Add(key, words);
        }

        return combined;
    }

    internal List<uint> Values()
    {
        List<uint> values = [];
        foreach (var (key, words) in _words)
        {
            for (var low = 0; low < 1 << 16; low++)
            {
                if ((words[low / 64] & (1UL << (low % 64))) != 0) values.Add(((uint)key << 16) + (uint)low);
            }
        }

        return values;
    }

    private ulong Word(int key, int index) => _words.TryGetValue(key, out var words) ? words[index] : 0;
}
