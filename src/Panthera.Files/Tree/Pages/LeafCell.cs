using System.Runtime.CompilerServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>A key and its value in a leaf, each as its difference from the cell before.</summary>
/// <remarks>
/// <code>
/// shared u8+ | length u8+ | the key's bytes behind the shared ones | value - value before, zigzag varint 1-5
/// u8+: one byte below 255, else 255 and a second one to add
/// </code>
/// </remarks>
internal struct LeafCell
{
    internal const int MaxKeyBytes = 300;

    /// <summary>The longest encoding: two long lengths, a key and a value.</summary>
    internal const int MaxBytes = 2 + 2 + MaxKeyBytes + 5;

    internal int Shared;
    internal int SuffixStart;
    internal int SuffixLength;
    internal uint Step;
    internal int Next;

    internal readonly int KeyLength => Shared + SuffixLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static LeafCell Read(ReadOnlySpan<byte> page, int offset)
    {
        LeafCell cell;
        cell.Shared = page[offset++];
        if (cell.Shared == 255) cell.Shared += page[offset++];
        cell.SuffixLength = page[offset++];
        if (cell.SuffixLength == 255) cell.SuffixLength += page[offset++];
        cell.SuffixStart = offset;
        offset += cell.SuffixLength;
        uint zigzag = page[offset++];
        if (zigzag >= 0x80) zigzag = ReadLong(page, ref offset, zigzag);
        cell.Step = (zigzag >> 1) ^ (uint)-(int)(zigzag & 1);
        cell.Next = offset;
        return cell;
    }

    /// <summary>Writes a cell.</summary>
    /// <returns>Its bytes.</returns>
    internal static int Write(Span<byte> destination, int shared, ReadOnlySpan<byte> suffix, uint step)
    {
        var at = WriteLength(destination, 0, shared);
        at = WriteLength(destination, at, suffix.Length);
        suffix.CopyTo(destination[at..]);
        return WriteStep(destination, at + suffix.Length, step);
    }

    internal static int Size(int shared, int suffixLength, uint step) =>
        (shared < 255 ? 1 : 2) + (suffixLength < 255 ? 1 : 2) + suffixLength + StepSize(step);

    private static int WriteStep(Span<byte> destination, int at, uint step)
    {
        var zigzag = (step << 1) ^ (uint)((int)step >> 31);
        while (zigzag >= 0x80)
        {
            destination[at++] = (byte)(zigzag | 0x80);
            zigzag >>= 7;
        }

        destination[at++] = (byte)zigzag;
        return at;
    }

    private static int StepSize(uint step)
    {
        var zigzag = (step << 1) ^ (uint)((int)step >> 31);
        return zigzag < 1u << 7 ? 1 : zigzag < 1u << 14 ? 2 : zigzag < 1u << 21 ? 3 : zigzag < 1u << 28 ? 4 : 5;
    }

    private static int WriteLength(Span<byte> destination, int at, int length)
    {
        destination[at++] = (byte)Math.Min(length, 255);
        if (length >= 255) destination[at++] = (byte)(length - 255);
        return at;
    }

    /// <summary>Reads the rest of a varint of which a first byte says that there is more.</summary>
    internal static uint ReadLong(ReadOnlySpan<byte> page, ref int offset, uint first)
    {
        var value = first & 0x7f;
        for (var shift = 7; ; shift += 7)
        {
            uint next = page[offset++];
            value |= (next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
