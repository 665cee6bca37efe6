using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions.Bitmaps;

/// <summary>A compressed set of 32-bit numbers (a Roaring bitmap): a sorted list of containers, each holding the numbers with the same upper 16 bits.</summary>
/// <remarks>
/// <para>Immutable: any number of threads read one without locks, and versions share the containers in which they do not differ. Change it by
/// <see cref="With"/> and <see cref="Without"/>, or many numbers at a time by a <see cref="RoaringBuilder"/>.</para>
/// <para>Not a bitmap of 64-bit numbers. After "Roaring Bitmaps: Implementation of an Optimized Software Library" (Lemire and others, 2018).</para>
/// <para>A set of at most 4,096 numbers within 65,536 takes 120 bytes and 2 for each number.</para>
/// </remarks>
internal sealed class RoaringBitmap : IEquatable<RoaringBitmap>
{
    private readonly Container[] _containers;

    internal RoaringBitmap(Container[] containers) => _containers = containers;

    internal static RoaringBitmap Empty { get; } = new([]);

    internal bool IsEmpty => _containers.Length == 0;

    /// <summary>How many numbers there are.</summary>
    internal long Cardinality
    {
        get
        {
            long count = 0;
            foreach (ref readonly var container in _containers.AsSpan()) count += container.Cardinality;
            return count;
        }
    }

    /// <summary>What it takes in memory, what it shares with others included.</summary>
    internal long Bytes
    {
        get
        {
            // The object, the array of containers, and an array's header each.
            long bytes = 24 + 24;
            foreach (ref readonly var container in _containers.AsSpan()) bytes += 16 + 24 + container.Bytes;
            return bytes;
        }
    }

    internal ReadOnlySpan<Container> Containers => _containers;

    internal static RoaringBitmap Of(params ReadOnlySpan<uint> values)
    {
        var builder = new RoaringBuilder();
        foreach (var value in values) builder.Add(value);
        return builder.ToBitmap();
    }

    internal bool Contains(uint value)
    {
        var index = IndexOf((ushort)(value >> 16));
        return index >= 0 && _containers[index].Contains((ushort)value);
    }

    /// <summary>Counts the numbers that are not greater.</summary>
    internal long Rank(uint value)
    {
        var key = (ushort)(value >> 16);
        long rank = 0;
        foreach (ref readonly var container in _containers.AsSpan())
        {
            if (container.Key > key) break;
            rank += container.Key < key ? container.Cardinality : container.Rank((ushort)value);
        }

        return rank;
    }

    /// <summary>Finds the number before which there are so many; false when there are not more than that.</summary>
    internal bool TrySelect(long index, out uint value)
    {
        value = 0;
        if (index < 0) return false;
        foreach (ref readonly var container in _containers.AsSpan())
        {
            if (index < container.Cardinality)
            {
                value = (uint)container.Key << 16 | container.Select((int)index);
                return true;
            }

            index -= container.Cardinality;
        }

        return false;
    }

    /// <summary>Walks the numbers in order; allocates nothing.</summary>
    public RoaringEnumerator GetEnumerator() => new(_containers, 0);

    /// <summary>Walks the numbers in order, from the first that is not smaller than a bound.</summary>
    internal RoaringEnumerator From(uint lower) => new(_containers, lower);

    internal RoaringBitmap With(uint value) => Contains(value) ? this : Changed(value, isAdded: true);

    internal RoaringBitmap Without(uint value) => Contains(value) ? Changed(value, isAdded: false) : this;

    internal RoaringBitmap And(RoaringBitmap other) => RoaringMerge.Combine<RoaringMerge.AndOperation>(this, other);

    internal RoaringBitmap Or(RoaringBitmap other) => RoaringMerge.Combine<RoaringMerge.OrOperation>(this, other);

    internal RoaringBitmap AndNot(RoaringBitmap other) => RoaringMerge.Combine<RoaringMerge.AndNotOperation>(this, other);

    internal RoaringBitmap Xor(RoaringBitmap other) => RoaringMerge.Combine<RoaringMerge.XorOperation>(this, other);

    internal bool Intersects(RoaringBitmap other) => RoaringMerge.Intersect(this, other);

    /// <summary>The same set with each container in the form that is stored in the fewest bytes.</summary>
    internal RoaringBitmap RunOptimize()
    {
        var optimized = new Container[_containers.Length];
        for (var i = 0; i < optimized.Length; i++) optimized[i] = _containers[i].Optimized();
        return new(optimized);
    }

    /// <summary>Whether both hold the same numbers, in whatever forms.</summary>
    public bool Equals([NotNullWhen(true)] RoaringBitmap? other)
    {
        if (other is null || other._containers.Length != _containers.Length) return false;
        for (var i = 0; i < _containers.Length; i++)
        {
            if (!ContainerOperations.AreEqual(_containers[i], other._containers[i])) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as RoaringBitmap);

    // Equal sets have equal cardinalities; whoever keeps bitmaps by their hash brings a better one.
    public override int GetHashCode() => Cardinality.GetHashCode();

    public override string ToString() => $"{Cardinality} numbers in {_containers.Length} containers";

    private int IndexOf(ushort key)
    {
        int low = 0, high = _containers.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _containers[middle].Key;
            if (found == key) return middle;
            if (found < key) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private RoaringBitmap Changed(uint value, bool isAdded)
    {
        var builder = new RoaringBuilder(this);
        if (isAdded) builder.Add(value);
        else builder.Remove(value);
        return builder.ToBitmap();
    }
}
