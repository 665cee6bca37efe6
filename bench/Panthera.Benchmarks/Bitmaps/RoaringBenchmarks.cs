using BenchmarkDotNet.Attributes;
using Panthera.Permissions.Bitmaps;

namespace Panthera.Benchmarks.Bitmaps;

/// <summary>What is done most with Roaring bitmaps, each beside plain loops over the same values.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class RoaringBenchmarks
{
    private RoaringBitmap _left = RoaringBitmap.Empty;
    private RoaringBitmap _right = RoaringBitmap.Empty;
    private uint[] _leftValues = [];
    private uint[] _rightValues = [];
    private uint[] _asked = [];

    /// <summary>How many values of every 65,536 a set has: arrays, arrays as large as they get, bitmaps.</summary>
    [Params(20, 3000, 30_000)]
    public int Density { get; set; }

    /// <summary>Fills both sets from a fixed seed.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(5);
        _leftValues = Values(random);
        _rightValues = Values(random);
        _left = RoaringBitmap.Of(_leftValues);
        _right = RoaringBitmap.Of(_rightValues);
        _asked = [.. Enumerable.Range(0, 1024).Select(_ => (uint)random.Next(4 << 16))];
    }

    /// <summary>1,024 random questions.</summary>
    [Benchmark(OperationsPerInvoke = 1024)]
    public int Contains()
    {
        var count = 0;
        foreach (var value in _asked) count += _left.Contains(value) ? 1 : 0;
        return count;
    }

    /// <summary>The same by binary search.</summary>
    [Benchmark(OperationsPerInvoke = 1024)]
    public int ContainsPlain()
    {
        var count = 0;
        foreach (var value in _asked) count += Array.BinarySearch(_leftValues, value) >= 0 ? 1 : 0;
        return count;
    }

    /// <summary>What both have.</summary>
    [Benchmark]
    public object And() => _left.And(_right);

    /// <summary>The same by merging sorted arrays.</summary>
    [Benchmark]
    public object AndPlain()
    {
        var both = new uint[Math.Min(_leftValues.Length, _rightValues.Length)];
        int i = 0, j = 0, count = 0;
        while (i < _leftValues.Length && j < _rightValues.Length)
        {
            if (_leftValues[i] < _rightValues[j]) i++;
            else if (_rightValues[j] < _leftValues[i]) j++;
            else (both[count++], i, j) = (_leftValues[i], i + 1, j + 1);
        }

        return both;
    }

    /// <summary>What either has.</summary>
    [Benchmark]
    public object Or() => _left.Or(_right);

    /// <summary>The same by merging sorted arrays.</summary>
    [Benchmark]
    public object OrPlain()
    {
        var either = new uint[_leftValues.Length + _rightValues.Length];
        int i = 0, j = 0, count = 0;
        while (i < _leftValues.Length && j < _rightValues.Length)
        {
            var (one, other) = (_leftValues[i], _rightValues[j]);
            either[count++] = Math.Min(one, other);
            i += one <= other ? 1 : 0;
            j += other <= one ? 1 : 0;
        }

        _leftValues.AsSpan(i).CopyTo(either.AsSpan(count));
        _rightValues.AsSpan(j).CopyTo(either.AsSpan(count + _leftValues.Length - i));
        return either;
    }

    /// <summary>Whether there is anything that both have.</summary>
    [Benchmark]
    public bool Intersects() => _left.Intersects(_right);

    private uint[] Values(Random random)
    {
        var values = new SortedSet<uint>();
        for (var i = 0; i < Density * 4; i++) values.Add((uint)random.Next(4 << 16));
        return [.. values];
    }
}
