using Panthera.Storage.Collections;

namespace Panthera.Permissions.Relationships;

/// <summary>An immutable ordered map that is a sorted array while small and a persistent tree beyond.</summary>
/// <remarks>Most resources have a handful of grants, which an array holds in one cache line or two; one with a million must not be copied whole
/// at each change. It turns into a tree past <see cref="MaxSmall"/> keys, and back only when it has halved, so that it does not flap.</remarks>
internal sealed class AdaptiveMap<TKey, TValue, TOrder>
    where TOrder : struct, IComparer<TKey>
{
    /// <summary>Past this many keys, copying the array costs more than copying the nodes of a path.</summary>
    internal const int MaxSmall = 64;

    private readonly KeyValuePair<TKey, TValue>[]? _small;
    private readonly PersistentMap<TKey, TValue, TOrder> _large;

    private AdaptiveMap(KeyValuePair<TKey, TValue>[] small) => _small = small;

    private AdaptiveMap(PersistentMap<TKey, TValue, TOrder> large) => _large = large;

    internal static AdaptiveMap<TKey, TValue, TOrder> Empty { get; } = new([]);

    internal long Count => _small?.Length ?? _large.Count;

    internal bool TryGetValue(TKey key, out TValue? value)
    {
        if (_small is null) return _large.TryGetValue(key, out value);
        var index = Search(_small, key, out var found);
        value = found ? _small[index].Value : default;
        return found;
    }

    internal AdaptiveMap<TKey, TValue, TOrder> Set(TKey key, TValue value, EditToken edit)
    {
        if (_small is null) return new(_large.Set(key, value, edit));
        var index = Search(_small, key, out var found);
        if (!found && _small.Length == MaxSmall) return new(ToTree(edit).Set(key, value, edit));
        var next = new KeyValuePair<TKey, TValue>[found ? _small.Length : _small.Length + 1];
        _small.AsSpan(0, index).CopyTo(next);
        next[index] = new(key, value);
        _small.AsSpan(found ? index + 1 : index).CopyTo(next.AsSpan(index + 1));
        return new(next);
    }

    internal AdaptiveMap<TKey, TValue, TOrder> Remove(TKey key, EditToken edit)
    {
        if (_small is null)
        {
            var rest = _large.Remove(key, edit);
            return rest.Count > MaxSmall / 2 ? new(rest) : new(ToArray(rest));
        }

        var index = Search(_small, key, out var found);
        if (!found) return this;
        var next = new KeyValuePair<TKey, TValue>[_small.Length - 1];
        _small.AsSpan(0, index).CopyTo(next);
        _small.AsSpan(index + 1).CopyTo(next.AsSpan(index));
        return new(next);
    }

    public Enumerator GetEnumerator() => _small is null ? new(_large.GetEnumerator()) : new(_small, 0);

    internal Enumerator From(TKey lower) => _small is null ? new(_large.From(lower)) : new(_small, Search(_small, lower, out _));

    private static int Search(KeyValuePair<TKey, TValue>[] keys, TKey key, out bool found)
    {
        int low = 0, high = keys.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = default(TOrder).Compare(keys[middle].Key, key);
            if (order == 0)
            {
                found = true;
                return middle;
            }

            if (order < 0) low = middle + 1;
            else high = middle;
        }

        found = false;
        return low;
    }

    private static KeyValuePair<TKey, TValue>[] ToArray(PersistentMap<TKey, TValue, TOrder> tree)
    {
        var array = new KeyValuePair<TKey, TValue>[tree.Count];
        var count = 0;
        foreach (var pair in tree) array[count++] = pair;
        return array;
    }

    private PersistentMap<TKey, TValue, TOrder> ToTree(EditToken edit)
    {
        var tree = default(PersistentMap<TKey, TValue, TOrder>);
        foreach (var (key, value) in _small!) tree = tree.Set(key, value, edit);
        return tree;
    }

    /// <summary>Walks the keys in order; allocates nothing.</summary>
    internal struct Enumerator
    {
        private readonly KeyValuePair<TKey, TValue>[]? _small;
        private PersistentMap<TKey, TValue, TOrder>.Enumerator _large;
        private int _index;

        internal Enumerator(KeyValuePair<TKey, TValue>[] small, int first)
        {
            _small = small;
            _large = default;
            _index = first - 1;
        }

        internal Enumerator(PersistentMap<TKey, TValue, TOrder>.Enumerator large)
        {
            _small = null;
            _large = large;
            _index = 0;
        }

        public readonly KeyValuePair<TKey, TValue> Current => _small is null ? _large.Current : _small[_index];

        public bool MoveNext() => _small is null ? _large.MoveNext() : ++_index < _small.Length;
    }
}
