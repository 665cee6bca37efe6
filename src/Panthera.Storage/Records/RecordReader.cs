using System.Buffers.Binary;
using System.Text;

namespace Panthera.Storage.Records;

/// <summary>Reads the fields of a key or value back in the order in which <see cref="RecordWriter"/> wrote them.</summary>
/// <remarks>Every read is bounds-checked; a field that is not there means the record is corrupt, and throws <see cref="StorageException"/>.</remarks>
public ref struct RecordReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first field.</summary>
    /// <param name="bytes">The key or value.</param>
    public RecordReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Whether every field was read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads one byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads four bytes, big-endian.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Reads eight bytes, big-endian.</summary>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>Reads a number of 1-10 bytes.</summary>
    public ulong VarUInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();

            // The tenth byte has room for one bit.
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw Corrupt();
    }

    /// <summary>Reads a point in time.</summary>
    public DateTimeOffset Time()
    {
        var ticks = UInt64();
        return ticks <= (ulong)DateTime.MaxValue.Ticks ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : throw Corrupt();
    }

    /// <summary>Reads bytes that have their length before them.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = VarUInt();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Corrupt();
    }

    /// <summary>Reads a text that has its length before it.</summary>
    public string Text()
    {
        try
        {
            return RecordWriter.Utf8.GetString(Bytes());
        }
        catch (DecoderFallbackException)
        {
            throw new StorageException(StorageErrorCode.Corrupt, "a stored text is not UTF-8");
        }
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(int count) => Take(count);

    /// <summary>Reads whatever is left as a text.</summary>
    public string RawText()
    {
        try
        {
            return RecordWriter.Utf8.GetString(Raw());
        }
        catch (DecoderFallbackException)
        {
            throw new StorageException(StorageErrorCode.Corrupt, "a stored text is not UTF-8");
        }
    }

    /// <summary>Reads whatever is left.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        var all = _rest;
        _rest = default;
        return all;
    }

    private static StorageException Corrupt() => new(StorageErrorCode.Corrupt, "a stored record does not hold the fields it should");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw Corrupt();
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
