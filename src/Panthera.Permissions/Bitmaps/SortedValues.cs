using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Panthera.Permissions.Bitmaps;

/// <summary>What is done with ascending values of an array container.</summary>
internal static class SortedValues
{
    // Up to here, comparing 16 at a time beats halving.
    private const int MaxScanned = 32;

    // Past this ratio of lengths, the longer array is searched instead of walked.
    private const int GallopRatio = 64;

    internal static bool Contains(ReadOnlySpan<ushort> values, ushort value)
    {
        // Without a branch to mispredict: each half is chosen by arithmetic.
        var first = 0;
        var length = values.Length;
        while (length > MaxScanned)
        {
            var half = length >>> 1;
            first += values[first + half - 1] < value ? half : 0;
            length -= half;
        }

        return values.Slice(first, length).Contains(value);
    }

    /// <summary>The place of the first value that is not smaller.</summary>
    internal static int LowerBound(ReadOnlySpan<ushort> values, int value)
    {
        int low = 0, high = values.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (values[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    internal static int CountRuns(ReadOnlySpan<ushort> values)
    {
        var count = 1;
        for (var i = 1; i < values.Length; i++) count += values[i] == values[i - 1] + 1 ? 0 : 1;
        return count;
    }

    /// <summary>Writes what both have; returns how many.</summary>
    /// <remarks>The target may be the shorter one itself: it is written no faster than it is read.</remarks>
    internal static int And(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right, Span<ushort> target)
    {
        if (left.Length > right.Length) return And(right, left, target);
        var block = 0;
        var count = 0;
        var gallops = (long)left.Length * GallopRatio < right.Length;
        foreach (var value in left)
        {
            if (gallops) block += LowerBound(right[block..], value);
            if (!IsIn(right, value, ref block)) continue;
            target[count++] = value;
        }

        return count;
    }

    internal static bool Intersects(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right)
    {
        if (left.Length > right.Length) return Intersects(right, left);
        var block = 0;
        var gallops = (long)left.Length * GallopRatio < right.Length;
        foreach (var value in left)
        {
            if (gallops) block += LowerBound(right[block..], value);
            if (IsIn(right, value, ref block)) return true;
        }

        return false;
    }

    /// <summary>Writes what the left has and the right has not; returns how many.</summary>
    internal static int AndNot(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right, Span<ushort> target)
    {
        var block = 0;
        var count = 0;
        var gallops = (long)left.Length * GallopRatio < right.Length;
        foreach (var value in left)
        {
            if (gallops) block += LowerBound(right[block..], value);
            if (!IsIn(right, value, ref block)) target[count++] = value;
        }

        return count;
    }

    /// <summary>Writes what either has; returns how many.</summary>
    internal static int Or(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right, Span<ushort> target)
    {
        int i = 0, j = 0, count = 0;
        while (i < left.Length && j < right.Length)
        {
            var (one, other) = (left[i], right[j]);
            target[count++] = Math.Min(one, other);
            i += one <= other ? 1 : 0;
            j += other <= one ? 1 : 0;
        }

        left[i..].CopyTo(target[count..]);
        right[j..].CopyTo(target[(count + left.Length - i)..]);
        return count + left.Length - i + right.Length - j;
    }

    /// <summary>Writes what one of them has and the other has not; returns how many.</summary>
    internal static int Xor(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right, Span<ushort> target)
    {
        int i = 0, j = 0, count = 0;
        while (i < left.Length && j < right.Length)
        {
            var (one, other) = (left[i], right[j]);
            if (one != other) target[count++] = Math.Min(one, other);
            i += one <= other ? 1 : 0;
            j += other <= one ? 1 : 0;
        }

        left[i..].CopyTo(target[count..]);
        right[j..].CopyTo(target[(count + left.Length - i)..]);
        return count + left.Length - i + right.Length - j;
    }

    // Whether a value is in the array, from a place that is not past it; 16 are compared at a time, and asking in ascending order walks it once.
    private static bool IsIn(ReadOnlySpan<ushort> values, ushort value, ref int block)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            while (block + Vector256<ushort>.Count <= values.Length)
            {
                if (values[block + Vector256<ushort>.Count - 1] < value)
                {
                    block += Vector256<ushort>.Count;
                    continue;
                }

                var sixteen = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)block);
                return Vector256.EqualsAny(sixteen, Vector256.Create(value));
            }
        }

        while (block < values.Length && values[block] < value) block++;
        return block < values.Length && values[block] == value;
    }
}
