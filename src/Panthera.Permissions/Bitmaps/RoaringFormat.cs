using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Panthera.Permissions.Bitmaps;

/// <summary>The standard serialized form of a Roaring bitmap, as every implementation reads and writes it.</summary>
/// <remarks>
/// <para>It has no version and no checksum of its own: whoever stores it frames it. Little-endian.</para>
/// <code>
/// without runs:  | 12346 u32 | containers u32 |
/// with runs:     | 12347 u16 | containers - 1, u16 | which are runs: a bit each, in whole bytes |
/// then           | key u16, cardinality - 1, u16 | for each container
///                | where it begins, from the start, u32 | for each; with runs, only where there are at least 4 containers
///                each container: an array's values; a bitmap's 1,024 words, where the cardinality exceeds 4,096; or
///                | count of runs u16 | first u16, length - 1, u16 | for each run
/// </code>
/// <para>INVARIANT (decoded-or-refused): any bytes are either decoded to a set that meets every condition of the format, or refused with a reason;
/// memory is bounded by the bytes that are there.</para>
/// </remarks>
internal static class RoaringFormat
{
    private const int CookieWithoutRuns = 12346;
    private const int CookieWithRuns = 12347;
    private const int FirstWithOffsets = 4;

    internal static int SizeOf(RoaringBitmap bitmap)
    {
        var containers = bitmap.Containers;
        var size = HeaderSize(containers.Length, HasRuns(containers));
        foreach (ref readonly var container in containers) size += SizeOf(container);
        return size;
    }

    internal static void Write(RoaringBitmap bitmap, IBufferWriter<byte> target)
    {
        var size = SizeOf(bitmap);
        Write(bitmap, target.GetSpan(size));
        target.Advance(size);
    }

    internal static byte[] ToBytes(RoaringBitmap bitmap)
    {
        var bytes = new byte[SizeOf(bitmap)];
        Write(bitmap, bytes);
        return bytes;
    }

    /// <summary>Reads a bitmap from the beginning of some bytes.</summary>
    /// <param name="bytes">The bytes; there may be more behind.</param>
    /// <param name="bitmap">The bitmap; empty when it is refused.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <param name="error">Why it is refused; null when it is not.</param>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out RoaringBitmap bitmap, out int length, out string? error)
    {
        bitmap = RoaringBitmap.Empty;
        length = 0;
        if (!TryReadCount(bytes, out var count, out var flags, out error)) return false;
        var start = flags.Length == 0 ? 8 : 4 + flags.Length;
        var hasOffsets = flags.Length == 0 || count >= FirstWithOffsets;
        var header = (count * 4L) + (hasOffsets ? count * 4L : 0);
        if (bytes.Length - start < header) return Refuse("the header is cut off", out error);
        var descriptions = bytes.Slice(start, count * 4);
        var offsets = hasOffsets ? bytes.Slice(start + (count * 4), count * 4) : default;
        var at = start + (int)header;
        var containers = new Container[count];
        for (var i = 0; i < count; i++)
        {
            var key = BinaryPrimitives.ReadUInt16LittleEndian(descriptions[(i * 4)..]);
            var cardinality = BinaryPrimitives.ReadUInt16LittleEndian(descriptions[((i * 4) + 2)..]) + 1;
            if (i > 0 && key <= containers[i - 1].Key) return Refuse("the containers are not in order", out error);
            if (hasOffsets && BinaryPrimitives.ReadUInt32LittleEndian(offsets[(i * 4)..]) != at) return Refuse("a container is not where the header says", out error);
            var isRuns = flags.Length > 0 && (flags[i >> 3] >> (i & 7) & 1) != 0;
            error = isRuns ? ReadRuns(bytes[at..], key, cardinality, out containers[i])
                : cardinality > Container.MaxArray ? ReadWords(bytes[at..], key, cardinality, out containers[i])
                : ReadValues(bytes[at..], key, cardinality, out containers[i]);
            if (error is not null) return false;
            at += SizeOf(containers[i]);
        }

        bitmap = count == 0 ? RoaringBitmap.Empty : new(containers);
        length = at;
        return true;
    }

    private static bool TryReadCount(ReadOnlySpan<byte> bytes, out int count, out ReadOnlySpan<byte> flags, out string? error)
    {
        count = 0;
        flags = default;
        error = null;
        if (bytes.Length < 4) return Refuse("the cookie is cut off", out error);
        var cookie = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (cookie == CookieWithoutRuns)
        {
            if (bytes.Length < 8) return Refuse("the count of containers is cut off", out error);
            var containers = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (containers > 1 << 16) return Refuse($"it has {containers} containers, and there are 65536 keys", out error);
            count = (int)containers;
            return true;
        }

        if ((ushort)cookie != CookieWithRuns) return Refuse($"it begins with {cookie}, which is no Roaring bitmap", out error);
        count = (int)(cookie >> 16) + 1;
        var size = (count + 7) / 8;
        if (bytes.Length < 4 + size) return Refuse("the flags of runs are cut off", out error);
        flags = bytes.Slice(4, size);
        return true;
    }

    private static string? ReadValues(ReadOnlySpan<byte> bytes, ushort key, int cardinality, out Container container)
    {
        container = default;
        if (bytes.Length < cardinality * 2) return "an array is cut off";
        var values = ReadShorts(bytes, cardinality);
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] <= values[i - 1]) return "the values of an array are not in order";
        }

        container = Container.OfArray(key, values, cardinality);
        return null;
    }

    private static string? ReadWords(ReadOnlySpan<byte> bytes, ushort key, int cardinality, out Container container)
    {
        container = default;
        if (bytes.Length < Container.WordCount * 8) return "a bitmap is cut off";
        var words = new ulong[Container.WordCount];
        MemoryMarshal.Cast<byte, ulong>(bytes[..(Container.WordCount * 8)]).CopyTo(words);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        if (BitmapWords.Count(words) != cardinality) return "a bitmap has not as many values as the header says";
        container = Container.OfWords(key, words, cardinality);
        return null;
    }

    private static string? ReadRuns(ReadOnlySpan<byte> bytes, ushort key, int cardinality, out Container container)
    {
        container = default;
        if (bytes.Length < 2) return "the count of runs is cut off";
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (bytes.Length - 2 < count * 4) return "a run is cut off";
        var runs = ReadShorts(bytes[2..], count * 2);
        var (end, total) = (-2, 0);
        for (var i = 0; i < runs.Length; i += 2)
        {
            if (runs[i] <= end + 1) return "the runs are not in order, or touch";
            end = runs[i] + runs[i + 1];
            if (end > ushort.MaxValue) return "a run goes past its container";
            total += runs[i + 1] + 1;
        }

        if (total != cardinality) return "the runs have not as many values as the header says";
        container = Container.OfRuns(key, runs, cardinality);
        return null;
    }

    private static ushort[] ReadShorts(ReadOnlySpan<byte> bytes, int count)
    {
        var shorts = new ushort[count];
        MemoryMarshal.Cast<byte, ushort>(bytes[..(count * 2)]).CopyTo(shorts);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(shorts, shorts);
        return shorts;
    }

    private static void Write(RoaringBitmap bitmap, Span<byte> target)
    {
        var containers = bitmap.Containers;
        var hasRuns = HasRuns(containers);
        var at = HeaderSize(containers.Length, hasRuns);
        if (hasRuns)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, CookieWithRuns | (uint)(containers.Length - 1) << 16);
            var flags = target.Slice(4, (containers.Length + 7) / 8);
            flags.Clear();
            for (var i = 0; i < containers.Length; i++) flags[i >> 3] |= (byte)(containers[i].Kind == ContainerKind.Runs ? 1 << (i & 7) : 0);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, CookieWithoutRuns);
            BinaryPrimitives.WriteInt32LittleEndian(target[4..], containers.Length);
        }

        var description = hasRuns ? 4 + ((containers.Length + 7) / 8) : 8;
        var offset = HasOffsets(containers.Length, hasRuns) ? description + (containers.Length * 4) : -1;
        foreach (ref readonly var container in containers)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[description..], container.Key);
            BinaryPrimitives.WriteUInt16LittleEndian(target[(description + 2)..], (ushort)(container.Cardinality - 1));
            description += 4;
            if (offset >= 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(target[offset..], at);
                offset += 4;
            }

            Write(container, target[at..]);
            at += SizeOf(container);
        }
    }

    private static void Write(in Container container, Span<byte> target)
    {
        if (container.Kind == ContainerKind.Bitmap)
        {
            for (var i = 0; i < Container.WordCount; i++) BinaryPrimitives.WriteUInt64LittleEndian(target[(i * 8)..], container.Words[i]);
            return;
        }

        var isRuns = container.Kind == ContainerKind.Runs;
        var shorts = isRuns ? container.Runs : container.Values;
        if (isRuns)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(shorts.Length / 2));
            target = target[2..];
        }

        for (var i = 0; i < shorts.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(target[(i * 2)..], shorts[i]);
    }

    private static int HeaderSize(int containers, bool hasRuns)
    {
        var size = hasRuns ? 4 + ((containers + 7) / 8) : 8;
        return size + (containers * 4) + (HasOffsets(containers, hasRuns) ? containers * 4 : 0);
    }

    private static bool HasOffsets(int containers, bool hasRuns) => !hasRuns || containers >= FirstWithOffsets;

    private static bool HasRuns(ReadOnlySpan<Container> containers)
    {
        foreach (ref readonly var container in containers)
        {
            if (container.Kind == ContainerKind.Runs) return true;
        }

        return false;
    }

    private static int SizeOf(in Container container) => container.Kind switch
    {
        ContainerKind.Array => container.Cardinality * 2,
        ContainerKind.Bitmap => Container.WordCount * 8,
        _ => 2 + (container.Runs.Length * 2),
    };

    private static bool Refuse(string why, out string? error)
    {
        error = why;
        return false;
    }
}
