using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>An inner node of a <see cref="KeyMap"/>: children, and between them the shortest keys that tell them apart.</summary>
/// <remarks>
/// <code>
///  0       2      4
///  +-------+------+--------------------------+ free +---------------------------------------+
///  | count | heap | slots: offset u16 each   |      | cells: child u32 | length u16 | key   |
///  +-------+------+--------------------------+------+---------------------------------------+ 1024
/// </code>
/// Child i has the keys from its own up to the next child's; the key of child 0 does not count, and is empty.
/// </remarks>
internal static class InnerPage
{
    private const int HeaderBytes = 4;
    private const int CellHeaderBytes = 6;

    internal static int Count(ReadOnlySpan<byte> page) => U16(page, 0);

    internal static uint Child(ReadOnlySpan<byte> page, int index) => BinaryPrimitives.ReadUInt32LittleEndian(page[U16(page, HeaderBytes + (2 * index))..]);

    internal static void SetChild(Span<byte> page, int index, uint child) =>
        BinaryPrimitives.WriteUInt32LittleEndian(page[U16(page, HeaderBytes + (2 * index))..], child);

    internal static ReadOnlySpan<byte> Key(ReadOnlySpan<byte> page, int index)
    {
        var cell = U16(page, HeaderBytes + (2 * index));
        return page.Slice(cell + CellHeaderBytes, U16(page, cell + 4));
    }

    /// <summary>The child that a key belongs to.</summary>
    internal static int Find(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key) => Find(page, key, KeyHead.Of(key));

    /// <summary>The child that a key belongs to, whose head is known.</summary>
    internal static int Find(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key, ulong head)
    {
        int low = 1, high = Count(page);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var cell = U16(page, HeaderBytes + (2 * middle));
            bool isBefore;
            if (KeyHead.IsReadable(cell + CellHeaderBytes) && KeyHead.At(page, cell + CellHeaderBytes, U16(page, cell + 4)) is var other && other != head) isBefore = other < head;
            else isBefore = Key(page, middle).SequenceCompareTo(key) <= 0;
            low = isBefore ? middle + 1 : low;
            high = isBefore ? high : middle;
        }

        return low - 1;
    }

    internal static void Clear(Span<byte> page)
    {
        SetU16(page, 0, 0);
        SetU16(page, 2, PageArena.PageBytes);
    }

    /// <summary>Bytes in use by children and keys.</summary>
    internal static int Used(ReadOnlySpan<byte> page)
    {
        var count = Count(page);
        var used = 0;
        for (var i = 0; i < count; i++) used += 2 + CellHeaderBytes + Key(page, i).Length;
        return used;
    }

    /// <summary>Where to cut a full page so that each side has room for another child: neither gets more than half, but for one key, which goes up.</summary>
    internal static int Middle(ReadOnlySpan<byte> page)
    {
        var half = Used(page) / 2;
        var left = 0;
        for (var i = 0; ; i++)
        {
            left += 2 + CellHeaderBytes + Key(page, i).Length;
            if (left > half) return Math.Max(i, 1);
        }
    }

    private static int CapacityBytes => PageArena.PageBytes - HeaderBytes;

    /// <returns>False if it does not fit.</returns>
    internal static bool TryInsert(Span<byte> page, int index, ReadOnlySpan<byte> key, uint child)
    {
        var count = Count(page);
        var heap = U16(page, 2);
        var size = CellHeaderBytes + key.Length;
        if (HeaderBytes + (2 * (count + 1)) + size > heap)
        {
            if (Used(page) + 2 + size > CapacityBytes) return false;
            Compact(page);
            heap = U16(page, 2);
        }

        heap -= size;
        BinaryPrimitives.WriteUInt32LittleEndian(page[heap..], child);
        SetU16(page, heap + 4, key.Length);
        key.CopyTo(page[(heap + CellHeaderBytes)..]);
        var slots = page.Slice(HeaderBytes + (2 * index), 2 * (count - index));
        slots.CopyTo(page[(HeaderBytes + (2 * (index + 1)))..]);
        SetU16(page, HeaderBytes + (2 * index), heap);
        SetU16(page, 0, count + 1);
        SetU16(page, 2, heap);
        return true;
    }

    internal static void RemoveAt(Span<byte> page, int index)
    {
        var count = Count(page);
        page.Slice(HeaderBytes + (2 * (index + 1)), 2 * (count - index - 1)).CopyTo(page[(HeaderBytes + (2 * index))..]);
        SetU16(page, 0, count - 1);
    }

    /// <summary>Moves the children from an index on into an empty page; the key of the first of them is for the parent.</summary>
    internal static void MoveTail(Span<byte> page, int index, Span<byte> right)
    {
        Clear(right);
        var count = Count(page);
        for (var i = index; i < count; i++) TryInsert(right, i - index, i == index ? default : Key(page, i), Child(page, i));
        SetU16(page, 0, index);
        Compact(page);
    }

    private static void Compact(Span<byte> page)
    {
        Span<byte> copy = stackalloc byte[PageArena.PageBytes];
        page.CopyTo(copy);
        Clear(page);
        var count = Count(copy);
        for (var i = 0; i < count; i++) TryInsert(page, i, Key(copy, i), Child(copy, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int U16(ReadOnlySpan<byte> page, int at) => BinaryPrimitives.ReadUInt16LittleEndian(page[at..]);

    private static void SetU16(Span<byte> page, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(page[at..], (ushort)value);
}
