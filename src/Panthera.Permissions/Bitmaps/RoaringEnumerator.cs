namespace Panthera.Permissions.Bitmaps;

/// <summary>Walks the numbers of a <see cref="RoaringBitmap"/> in order; allocates nothing.</summary>
internal struct RoaringEnumerator
{
    private readonly Container[] _containers;
    private ContainerValues _values;
    private int _index;

    internal RoaringEnumerator(Container[] containers, uint lower)
    {
        _containers = containers;
        var key = (ushort)(lower >> 16);
        while (_index < containers.Length && containers[_index].Key < key) _index++;
        if (_index == containers.Length) return;
        _values = containers[_index].Key == key ? new(containers[_index], (ushort)lower) : new(containers[_index]);
    }

    /// <summary>The number that it stands at.</summary>
    public uint Current { get; private set; }

    /// <summary>Goes on to the next number; false after the last.</summary>
    public bool MoveNext()
    {
        while (_index < _containers.Length)
        {
            if (_values.MoveNext())
            {
                Current = (uint)_containers[_index].Key << 16 | _values.Current;
                return true;
            }

            if (++_index < _containers.Length) _values = new(_containers[_index]);
        }

        return false;
    }

    /// <summary>Copies the next numbers; fewer than there is room for only at the end.</summary>
    internal int Read(Span<uint> numbers)
    {
        var count = 0;
        while (count < numbers.Length && MoveNext()) numbers[count++] = Current;
        return count;
    }
}
