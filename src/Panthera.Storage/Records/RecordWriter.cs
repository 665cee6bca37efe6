using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Panthera.Storage.Records;

/// <summary>Appends the fields of a key or value to a buffer that is reused from record to record.</summary>
/// <remarks>Fixed-width numbers are big-endian, so that keys sort as their numbers. Confined to one thread.</remarks>
public sealed class RecordWriter
{
    // Strict: a text that is not Unicode is refused, never stored as another one.
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A rare large record must not cost its size for as long as its writer lives.
    private const int MaxKeptBytes = 1 << 20;

    private byte[] _buffer = new byte[256];
    private int _written;

    /// <summary>What was written since the last <see cref="Clear"/>; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _written);

    /// <summary>Forgets what was written and keeps the buffer, unless it has grown very large.</summary>
    public void Clear()
    {
        if (_buffer.Length > MaxKeptBytes) _buffer = new byte[256];
        _written = 0;
    }

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value) => Take(1)[0] = value;

    /// <summary>Writes four bytes, big-endian.</summary>
    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    /// <summary>Writes eight bytes, big-endian.</summary>
    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    /// <summary>Writes a number in 1-10 bytes, seven bits a byte, least first.</summary>
    public void VarUInt(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    /// <summary>Writes a point in time as .NET ticks (100 ns) since year 1, UTC.</summary>
    public void Time(DateTimeOffset value) => UInt64((ulong)value.UtcTicks);

    /// <summary>Writes bytes as they are, without a length: only at the end of a key or value.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes bytes with their length before them.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        VarUInt((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Writes a text as UTF-8 with its length before it.</summary>
    /// <exception cref="EncoderFallbackException">The text has half a surrogate pair.</exception>
    public void Text(string value)
    {
        var length = Utf8.GetByteCount(value);
        VarUInt((ulong)length);
        Utf8.GetBytes(value, Take(length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int count)
    {
        var start = _written;
        if (count > _buffer.Length - start) Grow(count);
        _written = start + count;
        return _buffer.AsSpan(start, count);
    }

    private void Grow(int count)
    {
        var needed = checked(_written + count);
        Array.Resize(ref _buffer, Math.Max(needed, (int)Math.Min(Array.MaxLength, 2L * _buffer.Length)));
    }
}
