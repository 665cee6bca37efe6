using System.Numerics;

namespace Panthera.Permissions.Bitmaps;

/// <summary>Walks the values of a container in order; allocates nothing.</summary>
internal struct ContainerValues
{
    private readonly Container _container;

    // Of an array the place of the current value, of a bitmap that of its word, of runs that of its run.
    private int _index;

    // Of a bitmap what is left of the word, of runs the place within the run.
    private ulong _rest;

    /// <summary>Begins before the first value.</summary>
    internal ContainerValues(in Container container)
        : this(container, 0)
    {
    }

    /// <summary>Begins before the first value that is not smaller.</summary>
    internal ContainerValues(in Container container, ushort lower)
    {
        _container = container;
        switch (container.Kind)
        {
            case ContainerKind.Array:
                _index = SortedValues.LowerBound(container.Values, lower) - 1;
                break;
            case ContainerKind.Bitmap:
                _index = lower >> 6;
                _rest = container.Words[_index] & (ulong.MaxValue << lower);
                break;
            default:
                var runs = container.Runs;
                var run = ValueRuns.Last(runs, lower);
                var isWithin = run >= 0 && lower - runs[run * 2] <= runs[(run * 2) + 1];
                _index = isWithin ? run : run + 1;
                _rest = isWithin ? (ulong)(lower - runs[run * 2]) : 0;
                break;
        }
    }

    internal ushort Current { get; private set; }

    internal bool MoveNext()
    {
        switch (_container.Kind)
        {
            case ContainerKind.Array:
                if (++_index >= _container.Cardinality) return false;
                Current = _container.Values[_index];
                return true;
            case ContainerKind.Bitmap:
                return MoveToBit(_container.Words);
            default:
                return MoveInRuns(_container.Runs);
        }
    }

    private bool MoveToBit(ReadOnlySpan<ulong> words)
    {
        while (_rest == 0)
        {
            if (++_index >= words.Length) return false;
            _rest = words[_index];
        }

        Current = (ushort)((_index << 6) + BitOperations.TrailingZeroCount(_rest));
        _rest &= _rest - 1;
        return true;
    }

    private bool MoveInRuns(ReadOnlySpan<ushort> runs)
    {
        var run = _index * 2;
        if (run >= runs.Length) return false;
        Current = (ushort)(runs[run] + (int)_rest);
        if (_rest++ < runs[run + 1]) return true;
        _index++;
        _rest = 0;
        return true;
    }
}
