using System.Diagnostics;
using System.Numerics;

namespace Panthera.Permissions.Bitmaps;

/// <summary>The values of a Roaring bitmap that share their upper 16 bits; what it holds are the lower 16.</summary>
/// <remarks>
/// <para>Immutable once a <see cref="RoaringBitmap"/> has it, and then shared between versions; until then confined to its builder.</para>
/// <code>
/// Array, at most 4,096 values      Bitmap, 8 KiB                 Runs
///  +------+------+-----            +--------------+-----         +-------+------------+-----
///  | u16  | u16  | ...             | u64          | ...          | first | length - 1 | ...
///  | ascending, each once          | value v is bit v % 64 of     | u16   | u16        |
///  +------+------+-----            | word v / 64  |              | ascending, no two touch
///                                  +--------------+-----         +-------+------------+-----
/// </code>
/// <para>No container is empty. An array or bitmap has the form that its cardinality asks for; runs are made where they are asked for.</para>
/// </remarks>
internal readonly struct Container
{
    /// <summary>Past this many values, 2 bytes each are more than a bit for every possible one.</summary>
    internal const int MaxArray = 4096;

    /// <summary>How many values there can be.</summary>
    internal const int MaxValues = 1 << 16;

    internal const int WordCount = MaxValues / 64;

    private readonly object _data;

    private Container(ushort key, ContainerKind kind, int cardinality, object data)
    {
        Debug.Assert(cardinality is > 0 and <= MaxValues);
        Key = key;
        Kind = kind;
        Cardinality = cardinality;
        _data = data;
    }

    /// <summary>The upper 16 bits of every value.</summary>
    internal ushort Key { get; }

    internal ContainerKind Kind { get; }

    internal int Cardinality { get; }

    /// <summary>The values of an array.</summary>
    internal ReadOnlySpan<ushort> Values => ((ushort[])_data).AsSpan(0, Cardinality);

    /// <summary>The words of a bitmap.</summary>
    internal ReadOnlySpan<ulong> Words => (ulong[])_data;

    /// <summary>Firsts and lengths less one, in turn.</summary>
    internal ReadOnlySpan<ushort> Runs => (ushort[])_data;

    /// <summary>The array behind <see cref="Values"/>, perhaps longer: for the builder that owns it.</summary>
    internal ushort[] RawValues => (ushort[])_data;

    /// <summary>The array behind <see cref="Words"/>: for the builder that owns it.</summary>
    internal ulong[] RawWords => (ulong[])_data;

    internal long Bytes => _data is ushort[] shorts ? shorts.Length * sizeof(ushort) : WordCount * sizeof(ulong);

    internal static Container OfArray(ushort key, ushort[] values, int count)
    {
        Debug.Assert(count <= MaxArray);
        return new(key, ContainerKind.Array, count, values);
    }

    internal static Container OfWords(ushort key, ulong[] words, int cardinality) => new(key, ContainerKind.Bitmap, cardinality, words);

    internal static Container OfRuns(ushort key, ushort[] runs, int cardinality) => new(key, ContainerKind.Runs, cardinality, runs);

    internal static Container OfRange(ushort key, int first, int last) => OfRuns(key, [(ushort)first, (ushort)(last - first)], last - first + 1);

    /// <summary>Copies values into the form they ask for; <c>default</c> when there are none.</summary>
    internal static Container FromWords(ushort key, ReadOnlySpan<ulong> words)
    {
        var cardinality = BitmapWords.Count(words);
        if (cardinality == 0) return default;
        if (cardinality > MaxArray) return OfWords(key, words.ToArray(), cardinality);
        var values = new ushort[cardinality];
        BitmapWords.CopyValues(words, values);
        return OfArray(key, values, cardinality);
    }

    internal Container WithKey(ushort key) => new(key, Kind, Cardinality, _data);

    internal bool Contains(ushort value) => Kind switch
    {
        ContainerKind.Array => SortedValues.Contains(Values, value),
        ContainerKind.Bitmap => (Words[value >> 6] >> value & 1) != 0,
        _ => ValueRuns.Contains(Runs, value),
    };

    /// <summary>Counts the values that are not greater.</summary>
    internal int Rank(ushort value)
    {
        switch (Kind)
        {
            case ContainerKind.Array:
                var index = SortedValues.LowerBound(Values, value);
                return index < Cardinality && Values[index] == value ? index + 1 : index;
            case ContainerKind.Bitmap:
                var last = Words[value >> 6] << 63 - (value & 63);
                return BitmapWords.Count(Words[..(value >> 6)]) + BitOperations.PopCount(last);
            default:
                return ValueRuns.Rank(Runs, value);
        }
    }

    /// <summary>The value before which there are so many.</summary>
    internal ushort Select(int index) => Kind switch
    {
        ContainerKind.Array => Values[index],
        ContainerKind.Bitmap => BitmapWords.Select(Words, index),
        _ => ValueRuns.Select(Runs, index),
    };

    /// <summary>Sets the bits of the values in words that were cleared before.</summary>
    internal void AddTo(Span<ulong> words)
    {
        switch (Kind)
        {
            case ContainerKind.Array:
                foreach (var value in Values) words[value >> 6] |= 1UL << value;
                break;
            case ContainerKind.Bitmap:
                BitmapWords.Or(words, Words);
                break;
            default:
                var runs = Runs;
                for (var i = 0; i < runs.Length; i += 2) BitmapWords.SetRange(words, runs[i], runs[i] + runs[i + 1]);
                break;
        }
    }

    /// <summary>The same values in whichever form takes the fewest bytes when stored.</summary>
    internal Container Optimized()
    {
        var count = Kind switch
        {
            ContainerKind.Array => SortedValues.CountRuns(Values),
            ContainerKind.Bitmap => BitmapWords.CountRuns(Words),
            _ => Runs.Length / 2,
        };
        var otherwise = Cardinality > MaxArray ? WordCount * sizeof(ulong) : Cardinality * sizeof(ushort);
        var isSmaller = sizeof(ushort) + (count * 2 * sizeof(ushort)) < otherwise;
        if (isSmaller == (Kind == ContainerKind.Runs)) return this;
        return isSmaller ? OfRuns(Key, ValueRuns.Of(this, count), Cardinality) : WithoutRuns();
    }

    /// <summary>The same values as an array or a bitmap.</summary>
    internal Container WithoutRuns()
    {
        if (Kind != ContainerKind.Runs) return this;
        if (Cardinality > MaxArray)
        {
            var words = new ulong[WordCount];
            AddTo(words);
            return OfWords(Key, words, Cardinality);
        }

        var values = new ushort[Cardinality];
        ValueRuns.CopyValues(Runs, values);
        return OfArray(Key, values, Cardinality);
    }

    /// <summary>Cuts off what a builder kept free.</summary>
    internal Container Trimmed() =>
        Kind == ContainerKind.Array && RawValues.Length > Cardinality ? new(Key, Kind, Cardinality, Values.ToArray()) : this;
}
