using System.Runtime.InteropServices;

namespace Panthera.Permissions.Graph;

/// <summary>The numbers above a cursor that a search found, in order, each once; or the knowledge that there are too many.</summary>
internal sealed class CandidateSet(ulong after, int limit)
{
    private readonly List<ulong> _numbers = [];
    private bool _isSorted = true;

    /// <summary>Whether more were found than are held.</summary>
    internal bool IsOverflown { get; private set; }

    internal void Add(ulong number)
    {
        if (number <= after || (_numbers.Count > 0 && number == _numbers[^1])) return;
        if (_numbers.Count >= limit && !Shrink())
        {
            IsOverflown = true;
            return;
        }

        _isSorted &= _numbers.Count == 0 || number > _numbers[^1];
        _numbers.Add(number);
    }

    internal void Overflow() => IsOverflown = true;

    /// <summary>Sorts what was found.</summary>
    internal ReadOnlySpan<ulong> Sorted()
    {
        if (!_isSorted) Shrink();
        return CollectionsMarshal.AsSpan(_numbers);
    }

    internal IEnumerable<ulong> InOrder()
    {
        if (!_isSorted) Shrink();
        return _numbers;
    }

    // Drops repetitions. Only when it is worth it does a full set go on: a search that finds the same over and over must not sort each time.
    private bool Shrink()
    {
        if (_isSorted) return false;
        _numbers.Sort();
        var kept = 0;
        for (var i = 0; i < _numbers.Count; i++)
        {
            if (i == 0 || _numbers[i] != _numbers[kept - 1]) _numbers[kept++] = _numbers[i];
        }

        CollectionsMarshal.SetCount(_numbers, kept);
        _isSorted = true;
        return kept <= limit / 2;
    }
}
