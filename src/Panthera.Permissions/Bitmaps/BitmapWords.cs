using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panthera.Permissions.Bitmaps;

/// <summary>What is done with the words of a bitmap container.</summary>
internal static class BitmapWords
{
    internal static int Count(ReadOnlySpan<ulong> words)
    {
        int one = 0, two = 0, three = 0, four = 0, i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            one += BitOperations.PopCount(words[i]);
            two += BitOperations.PopCount(words[i + 1]);
            three += BitOperations.PopCount(words[i + 2]);
            four += BitOperations.PopCount(words[i + 3]);
        }

        for (; i < words.Length; i++) one += BitOperations.PopCount(words[i]);
        return one + two + three + four;
    }

    internal static void And(Span<ulong> target, ReadOnlySpan<ulong> other) => Combine<AndOperation>(target, other);

    internal static void Or(Span<ulong> target, ReadOnlySpan<ulong> other) => Combine<OrOperation>(target, other);

    internal static void Xor(Span<ulong> target, ReadOnlySpan<ulong> other) => Combine<XorOperation>(target, other);

    internal static void AndNot(Span<ulong> target, ReadOnlySpan<ulong> other) => Combine<AndNotOperation>(target, other);

    internal static bool Intersects(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        if (left.Length != right.Length) throw new ArgumentException("the words are not of one length", nameof(right));
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + Vector512<ulong>.Count <= left.Length; i += Vector512<ulong>.Count)
            {
                if ((Vector512.LoadUnsafe(in left[i], 0) & Vector512.LoadUnsafe(in right[i], 0)) != Vector512<ulong>.Zero) return true;
            }
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            for (; i + Vector256<ulong>.Count <= left.Length; i += Vector256<ulong>.Count)
            {
                if ((Vector256.LoadUnsafe(in left[i], 0) & Vector256.LoadUnsafe(in right[i], 0)) != Vector256<ulong>.Zero) return true;
            }
        }

        for (; i < left.Length; i++)
        {
            if ((left[i] & right[i]) != 0) return true;
        }

        return false;
    }

    /// <summary>Whether any value from the first to the last is set.</summary>
    internal static bool IntersectsRange(ReadOnlySpan<ulong> words, int first, int last)
    {
        var (from, to) = (first >> 6, last >> 6);
        var (low, high) = (ulong.MaxValue << first, ulong.MaxValue >> 63 - (last & 63));
        if (from == to) return (words[from] & low & high) != 0;
        return (words[from] & low) != 0 || (words[to] & high) != 0 || words[(from + 1)..to].ContainsAnyExcept(0UL);
    }

    /// <summary>Sets the values from the first to the last.</summary>
    internal static void SetRange(Span<ulong> words, int first, int last)
    {
        var (from, to) = (first >> 6, last >> 6);
        var (low, high) = (ulong.MaxValue << first, ulong.MaxValue >> 63 - (last & 63));
        if (from == to)
        {
            words[from] |= low & high;
            return;
        }

        words[from] |= low;
        words[(from + 1)..to].Fill(ulong.MaxValue);
        words[to] |= high;
    }

    /// <summary>Clears the values from the first to the last.</summary>
    internal static void ClearRange(Span<ulong> words, int first, int last)
    {
        var (from, to) = (first >> 6, last >> 6);
        var (low, high) = (ulong.MaxValue << first, ulong.MaxValue >> 63 - (last & 63));
        if (from == to)
        {
            words[from] &= ~(low & high);
            return;
        }

        words[from] &= ~low;
        words[(from + 1)..to].Clear();
        words[to] &= ~high;
    }

    internal static ushort Select(ReadOnlySpan<ulong> words, int index)
    {
        for (var i = 0; ; i++)
        {
            var count = BitOperations.PopCount(words[i]);
            if (index < count)
            {
                var word = words[i];
                for (; index > 0; index--) word &= word - 1;
                return (ushort)((i << 6) + BitOperations.TrailingZeroCount(word));
            }

            index -= count;
        }
    }

    internal static void CopyValues(ReadOnlySpan<ulong> words, Span<ushort> values)
    {
        var count = 0;
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1) values[count++] = (ushort)((i << 6) + BitOperations.TrailingZeroCount(word));
        }
    }

    internal static int CountRuns(ReadOnlySpan<ulong> words)
    {
        // A run ends at each set bit whose next one is clear.
        var count = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var next = i + 1 < words.Length ? words[i + 1] : 0;
            count += BitOperations.PopCount(words[i] & ~(words[i] >> 1 | next << 63));
        }

        return count;
    }

    private static void Combine<TOperation>(Span<ulong> target, ReadOnlySpan<ulong> other)
        where TOperation : struct, IOperation
    {
        if (target.Length != other.Length) throw new ArgumentException("the words are not of one length", nameof(other));
        ref var left = ref MemoryMarshal.GetReference(target);
        ref var right = ref MemoryMarshal.GetReference(other);
        nuint i = 0, length = (nuint)target.Length;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + (nuint)Vector512<ulong>.Count <= length; i += (nuint)Vector512<ulong>.Count)
                TOperation.Of(Vector512.LoadUnsafe(ref left, i), Vector512.LoadUnsafe(ref right, i)).StoreUnsafe(ref left, i);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            for (; i + (nuint)Vector256<ulong>.Count <= length; i += (nuint)Vector256<ulong>.Count)
                TOperation.Of(Vector256.LoadUnsafe(ref left, i), Vector256.LoadUnsafe(ref right, i)).StoreUnsafe(ref left, i);
        }
        else
        {
            for (; i + (nuint)Vector128<ulong>.Count <= length; i += (nuint)Vector128<ulong>.Count)
                TOperation.Of(Vector128.LoadUnsafe(ref left, i), Vector128.LoadUnsafe(ref right, i)).StoreUnsafe(ref left, i);
        }

        for (var rest = (int)i; rest < target.Length; rest++) target[rest] = TOperation.Of(target[rest], other[rest]);
    }

    private interface IOperation
    {
        static abstract Vector512<ulong> Of(Vector512<ulong> left, Vector512<ulong> right);

        static abstract Vector256<ulong> Of(Vector256<ulong> left, Vector256<ulong> right);

        static abstract Vector128<ulong> Of(Vector128<ulong> left, Vector128<ulong> right);

        static abstract ulong Of(ulong left, ulong right);
    }

    private readonly struct AndOperation : IOperation
    {
        public static Vector512<ulong> Of(Vector512<ulong> left, Vector512<ulong> right) => left & right;

        public static Vector256<ulong> Of(Vector256<ulong> left, Vector256<ulong> right) => left & right;

        public static Vector128<ulong> Of(Vector128<ulong> left, Vector128<ulong> right) => left & right;

        public static ulong Of(ulong left, ulong right) => left & right;
    }

    private readonly struct OrOperation : IOperation
    {
        public static Vector512<ulong> Of(Vector512<ulong> left, Vector512<ulong> right) => left | right;

        public static Vector256<ulong> Of(Vector256<ulong> left, Vector256<ulong> right) => left | right;

        public static Vector128<ulong> Of(Vector128<ulong> left, Vector128<ulong> right) => left | right;

        public static ulong Of(ulong left, ulong right) => left | right;
    }

    private readonly struct XorOperation : IOperation
    {
        public static Vector512<ulong> Of(Vector512<ulong> left, Vector512<ulong> right) => left ^ right;

        public static Vector256<ulong> Of(Vector256<ulong> left, Vector256<ulong> right) => left ^ right;

        public static Vector128<ulong> Of(Vector128<ulong> left, Vector128<ulong> right) => left ^ right;

        public static ulong Of(ulong left, ulong right) => left ^ right;
    }

    private readonly struct AndNotOperation : IOperation
    {
        public static Vector512<ulong> Of(Vector512<ulong> left, Vector512<ulong> right) => Vector512.AndNot(left, right);

        public static Vector256<ulong> Of(Vector256<ulong> left, Vector256<ulong> right) => Vector256.AndNot(left, right);

        public static Vector128<ulong> Of(Vector128<ulong> left, Vector128<ulong> right) => Vector128.AndNot(left, right);

        public static ulong Of(ulong left, ulong right) => left & ~right;
    }
}
