namespace Panthera.Permissions.Bitmaps;

/// <summary>Changes a set of 32-bit numbers many at a time, beginning with one that stays as it is.</summary>
/// <remarks>Confined to its owner. Cheapest in ascending order. INVARIANT (copied-once): a container is changed in place only after this builder made it, and
/// since it was last handed out.</remarks>
internal sealed class RoaringBuilder
{
    private const int FirstCapacity = 4;

    private Container[] _containers;
    private bool[] _isOwned;
    private int _count;
    private int _last;

    /// <summary>Begins with no number.</summary>
    internal RoaringBuilder()
    {
        _containers = [];
        _isOwned = [];
    }

    /// <summary>Begins with the numbers of a bitmap, which is not changed.</summary>
    internal RoaringBuilder(RoaringBitmap from)
    {
        _containers = from.Containers.ToArray();
        _isOwned = new bool[_containers.Length];
        _count = _containers.Length;
    }

    internal bool IsEmpty => _count == 0;

    internal bool Contains(uint value)
    {
        var index = Find((ushort)(value >> 16));
        return index >= 0 && _containers[index].Contains((ushort)value);
    }

    /// <summary>Adds a number; false when it was there.</summary>
    internal bool Add(uint value)
    {
        var (key, low) = ((ushort)(value >> 16), (ushort)value);
        var index = Find(key);
        if (index < 0)
        {
            var values = new ushort[FirstCapacity];
            values[0] = low;
            Insert(~index, Container.OfArray(key, values, 1));
            return true;
        }

        ref var container = ref _containers[index];
        if (container.Kind != ContainerKind.Array)
        {
            if (container.Contains(low)) return false;
            Put(index, Own(index), low);
            return true;
        }

        var place = SortedValues.LowerBound(container.Values, low);
        if (place < container.Cardinality && container.Values[place] == low) return false;
        if (container.Cardinality == Container.MaxArray) Put(index, Own(index, asWords: true), low);
        else InsertValue(index, place, low);
        return true;
    }

    /// <summary>Removes a number; false when it was not there.</summary>
    internal bool Remove(uint value)
    {
        var low = (ushort)value;
        var index = Find((ushort)(value >> 16));
        if (index < 0 || !_containers[index].Contains(low)) return false;
        if (_containers[index].Cardinality == 1)
        {
            RemoveAt(index);
            return true;
        }

        var container = Own(index);
        if (container.Kind == ContainerKind.Array)
        {
            var values = container.RawValues;
            var place = SortedValues.LowerBound(container.Values, low);
            values.AsSpan(place + 1, container.Cardinality - place - 1).CopyTo(values.AsSpan(place));
            _containers[index] = Container.OfArray(container.Key, values, container.Cardinality - 1);
            return true;
        }

        container.RawWords[low >> 6] &= ~(1UL << low);
        _containers[index] = container.Cardinality - 1 > Container.MaxArray
            ? Container.OfWords(container.Key, container.RawWords, container.Cardinality - 1)
            : Container.FromWords(container.Key, container.Words);
        return true;
    }

    /// <summary>Adds every number from the first to the last.</summary>
    internal void AddRange(uint first, uint last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        for (var key = first >> 16; key <= last >> 16; key++)
        {
            var from = key == first >> 16 ? (int)(ushort)first : 0;
            var to = key == last >> 16 ? (ushort)last : ushort.MaxValue;
            AddRange((ushort)key, from, to);
        }
    }

    /// <summary>Adds every number of a bitmap.</summary>
    internal void Add(RoaringBitmap bitmap)
    {
        foreach (ref readonly var container in bitmap.Containers)
        {
            var index = Find(container.Key);
            if (index < 0)
            {
                Insert(~index, container);
                _isOwned[~index] = false;
                continue;
            }

            ref var into = ref _containers[index];
            if (_isOwned[index] && into.Kind == ContainerKind.Bitmap)
            {
                container.AddTo(into.RawWords);
                into = Container.OfWords(into.Key, into.RawWords, BitmapWords.Count(into.Words));
                continue;
            }

            // It may be one of the two themselves.
            into = ContainerOperations.Or(into, container);
            _isOwned[index] = false;
        }
    }

    /// <summary>Hands out what there is; the builder can go on.</summary>
    internal RoaringBitmap ToBitmap()
    {
        if (_count == 0) return RoaringBitmap.Empty;
        var containers = new Container[_count];
        for (var i = 0; i < _count; i++) containers[i] = _containers[i] = _containers[i].Trimmed();
        Array.Clear(_isOwned);
        return new(containers);
    }

    private void AddRange(ushort key, int first, int last)
    {
        var index = Find(key);
        var isWhole = last - first + 1 == Container.MaxValues;
        if (index < 0)
        {
            Insert(~index, Container.OfRange(key, first, last));
            return;
        }

        if (isWhole)
        {
            _containers[index] = Container.OfRange(key, first, last);
            _isOwned[index] = true;
            return;
        }

        var container = Own(index, asWords: true);
        BitmapWords.SetRange(container.RawWords, first, last);
        _containers[index] = Container.FromWords(key, container.Words);
    }

    private void Put(int index, in Container container, ushort low)
    {
        if (container.Kind == ContainerKind.Array)
        {
            InsertValue(index, SortedValues.LowerBound(container.Values, low), low);
            return;
        }

        container.RawWords[low >> 6] |= 1UL << low;
        _containers[index] = Container.OfWords(container.Key, container.RawWords, container.Cardinality + 1);
    }

    private void InsertValue(int index, int place, ushort low)
    {
        ref var container = ref _containers[index];
        var count = container.Cardinality;
        var before = container.Values;
        var values = container.RawValues;
        if (!_isOwned[index] || count == values.Length) values = new ushort[Math.Min(Container.MaxArray, Math.Max(FirstCapacity, count + (count / 2) + 1))];
        before[place..].CopyTo(values.AsSpan(place + 1));
        if (!ReferenceEquals(values, container.RawValues)) before[..place].CopyTo(values);
        values[place] = low;
        container = Container.OfArray(container.Key, values, count + 1);
        _isOwned[index] = true;
    }

    /// <summary>The container, as an array or a bitmap that may be changed in place.</summary>
    private Container Own(int index, bool asWords = false)
    {
        ref var container = ref _containers[index];
        if (container.Kind == ContainerKind.Runs && !asWords && container.Cardinality < Container.MaxArray)
        {
            container = container.WithoutRuns();
        }
        else if (container.Kind != ContainerKind.Bitmap && (asWords || container.Kind == ContainerKind.Runs))
        {
            var words = new ulong[Container.WordCount];
            container.AddTo(words);
            container = Container.OfWords(container.Key, words, container.Cardinality);
        }
        else if (!_isOwned[index])
        {
            container = container.Kind == ContainerKind.Array
                ? Container.OfArray(container.Key, container.Values.ToArray(), container.Cardinality)
                : Container.OfWords(container.Key, container.Words.ToArray(), container.Cardinality);
        }

        _isOwned[index] = true;
        return container;
    }

    private int Find(ushort key)
    {
        if (_last < _count && _containers[_last].Key == key) return _last;
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _containers[middle].Key;
            if (found == key) return _last = middle;
            if (found < key) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private void Insert(int index, in Container container)
    {
        if (_count == _containers.Length)
        {
            Array.Resize(ref _containers, Math.Max(1, _count * 2));
            Array.Resize(ref _isOwned, _containers.Length);
        }

        _containers.AsSpan(index, _count - index).CopyTo(_containers.AsSpan(index + 1));
        _isOwned.AsSpan(index, _count - index).CopyTo(_isOwned.AsSpan(index + 1));
        _containers[index] = container;
        _isOwned[index] = true;
        _count++;
        _last = index;
    }

    private void RemoveAt(int index)
    {
        _count--;
        _containers.AsSpan(index + 1, _count - index).CopyTo(_containers.AsSpan(index));
        _isOwned.AsSpan(index + 1, _count - index).CopyTo(_isOwned.AsSpan(index));
        _containers[_count] = default;
    }
}
