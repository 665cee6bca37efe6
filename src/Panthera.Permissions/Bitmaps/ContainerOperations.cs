namespace Panthera.Permissions.Bitmaps;

/// <summary>What two containers of one key have together; nothing is <c>default</c>, whose cardinality is 0.</summary>
/// <remarks>INVARIANT (forms-agree): the result depends on the values, not on the forms they are held in. Arrays are merged; whatever involves the other
/// forms goes through words, in scratch memory of the thread.</remarks>
internal static class ContainerOperations
{
    [ThreadStatic]
    private static ulong[]? t_words;

    [ThreadStatic]
    private static ulong[]? t_others;

    internal static Container And(in Container left, in Container right)
    {
        if (left.Cardinality == Container.MaxValues) return right;
        if (right.Cardinality == Container.MaxValues) return left;
        if (left.Kind == ContainerKind.Array && right.Kind == ContainerKind.Array)
        {
            var values = new ushort[Math.Min(left.Cardinality, right.Cardinality)];
            return OfValues(left.Key, values, SortedValues.And(left.Values, right.Values, values));
        }

        if (left.Kind == ContainerKind.Array) return Filter(left, right, kept: true);
        if (right.Kind == ContainerKind.Array) return Filter(right, left, kept: true);
        var words = Load(left);
        BitmapWords.And(words, WordsOf(right));
        return Container.FromWords(left.Key, words);
    }

    internal static Container Or(in Container left, in Container right)
    {
        if (left.Cardinality == Container.MaxValues) return left;
        if (right.Cardinality == Container.MaxValues) return right;
        if (left.Kind == ContainerKind.Array && right.Kind == ContainerKind.Array && left.Cardinality + right.Cardinality <= Container.MaxArray)
        {
            var values = new ushort[left.Cardinality + right.Cardinality];
            return OfValues(left.Key, values, SortedValues.Or(left.Values, right.Values, values));
        }

        var words = Load(left);
        right.AddTo(words);
        return Container.FromWords(left.Key, words);
    }

    internal static Container AndNot(in Container left, in Container right)
    {
        if (right.Cardinality == Container.MaxValues) return default;
        if (left.Kind == ContainerKind.Array && right.Kind == ContainerKind.Array)
        {
            var values = new ushort[left.Cardinality];
            return OfValues(left.Key, values, SortedValues.AndNot(left.Values, right.Values, values));
        }

        if (left.Kind == ContainerKind.Array) return Filter(left, right, kept: false);
        var words = Load(left);
        BitmapWords.AndNot(words, WordsOf(right));
        return Container.FromWords(left.Key, words);
    }

    internal static Container Xor(in Container left, in Container right)
    {
        if (left.Kind == ContainerKind.Array && right.Kind == ContainerKind.Array && left.Cardinality + right.Cardinality <= Container.MaxArray)
        {
            var values = new ushort[left.Cardinality + right.Cardinality];
            return OfValues(left.Key, values, SortedValues.Xor(left.Values, right.Values, values));
        }

        var words = Load(left);
        BitmapWords.Xor(words, WordsOf(right));
        return Container.FromWords(left.Key, words);
    }

    internal static bool Intersects(in Container left, in Container right)
    {
        if (left.Kind > right.Kind) return Intersects(right, left);
        if (left.Kind == ContainerKind.Runs) return ValueRuns.Intersect(left.Runs, right.Runs);
        if (left.Kind == ContainerKind.Array)
        {
            if (right.Kind == ContainerKind.Array) return SortedValues.Intersects(left.Values, right.Values);
            foreach (var value in left.Values)
            {
                if (right.Contains(value)) return true;
            }

            return false;
        }

        if (right.Kind == ContainerKind.Bitmap) return BitmapWords.Intersects(left.Words, right.Words);
        var runs = right.Runs;
        for (var i = 0; i < runs.Length; i += 2)
        {
            if (BitmapWords.IntersectsRange(left.Words, runs[i], runs[i] + runs[i + 1])) return true;
        }

        return false;
    }

    /// <summary>Whether both have the same values.</summary>
    internal static bool AreEqual(in Container left, in Container right)
    {
        if (left.Key != right.Key || left.Cardinality != right.Cardinality) return false;
        var (one, other) = (new ContainerValues(left), new ContainerValues(right));
        while (one.MoveNext())
        {
            if (!other.MoveNext() || one.Current != other.Current) return false;
        }

        return true;
    }

    private static Container Filter(in Container array, in Container other, bool kept)
    {
        var values = new ushort[array.Cardinality];
        var count = 0;
        foreach (var value in array.Values)
        {
            if (other.Contains(value) == kept) values[count++] = value;
        }

        return OfValues(array.Key, values, count);
    }

    private static Container OfValues(ushort key, ushort[] values, int count)
    {
        if (count == 0) return default;
        return Container.OfArray(key, count == values.Length ? values : values.AsSpan(0, count).ToArray(), count);
    }

    private static ulong[] Load(in Container container)
    {
        var words = t_words ??= new ulong[Container.WordCount];
        if (container.Kind == ContainerKind.Bitmap)
        {
            container.Words.CopyTo(words);
            return words;
        }

        Array.Clear(words);
        container.AddTo(words);
        return words;
    }

    private static ReadOnlySpan<ulong> WordsOf(in Container container)
    {
        if (container.Kind == ContainerKind.Bitmap) return container.Words;
        var words = t_others ??= new ulong[Container.WordCount];
        Array.Clear(words);
        container.AddTo(words);
        return words;
    }
}
