namespace Panthera.Permissions.Bitmaps;

/// <summary>What is done with the runs of a container: firsts and lengths less one, in turn.</summary>
internal static class ValueRuns
{
    internal static bool Contains(ReadOnlySpan<ushort> runs, ushort value)
    {
        var index = Last(runs, value);
        return index >= 0 && value - runs[index * 2] <= runs[(index * 2) + 1];
    }

    internal static int Rank(ReadOnlySpan<ushort> runs, ushort value)
    {
        var rank = 0;
        for (var i = 0; i < runs.Length && runs[i] <= value; i += 2) rank += Math.Min(value - runs[i], (int)runs[i + 1]) + 1;
        return rank;
    }

    internal static ushort Select(ReadOnlySpan<ushort> runs, int index)
    {
        for (var i = 0; ; i += 2)
        {
            if (index <= runs[i + 1]) return (ushort)(runs[i] + index);
            index -= runs[i + 1] + 1;
        }
    }

    internal static void CopyValues(ReadOnlySpan<ushort> runs, Span<ushort> values)
    {
        var count = 0;
        for (var i = 0; i < runs.Length; i += 2)
        {
            for (var j = 0; j <= runs[i + 1]; j++) values[count++] = (ushort)(runs[i] + j);
        }
    }

    /// <summary>The runs of a container of another form, of which there are so many.</summary>
    internal static ushort[] Of(in Container container, int count)
    {
        var runs = new ushort[count * 2];
        var next = -2;
        var expected = -1;
        for (var values = new ContainerValues(container); values.MoveNext();)
        {
            var value = values.Current;
            if (value == expected)
            {
                runs[next + 1]++;
            }
            else
            {
                next += 2;
                runs[next] = value;
            }

            expected = value + 1;
        }

        return runs;
    }

    internal static bool Intersect(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right)
    {
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            var (leftEnd, rightEnd) = (left[i] + left[i + 1], right[j] + right[j + 1]);
            if (left[i] <= rightEnd && right[j] <= leftEnd) return true;
            if (leftEnd < rightEnd) i += 2;
            else j += 2;
        }

        return false;
    }

    /// <summary>The last run that begins at or before a value; -1 when there is none.</summary>
    internal static int Last(ReadOnlySpan<ushort> runs, int value)
    {
        int low = 0, high = runs.Length / 2;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (runs[middle * 2] <= value) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
