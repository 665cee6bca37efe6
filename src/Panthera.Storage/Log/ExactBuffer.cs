using System.Buffers;

namespace Panthera.Storage.Log;

/// <summary>Receives one value of an engine in one array of just its size, which the receiver then owns.</summary>
/// <remarks>Engines announce a value's size and write it at once; a second piece makes it grow, correctly and slowly.</remarks>
internal sealed class ExactBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = [];
    private int _written;

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _written);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _written);
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _written + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, needed);
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
