using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>A leaf of a <see cref="KeyMap"/>: sorted keys with their values, front-coded in runs.</summary>
/// <remarks>
/// <code>
///  0        2      4       6
///  +--------+------+-------+---------------------+ free +-------------------------------+
///  | count  | end  | runs  | cells, run by run   |      | run 1: offset, cells | run 0  |
///  +--------+------+-------+---------------------+------+-------------------------------+ 1024
/// </code>
/// The first cell of a run has its whole key and value, so that a search looks at those first; the others have what differs from the cell before
/// (<see cref="LeafCell"/>). A run is begun about every 16 cells where that costs little. All functions are pure in the page's bytes.
/// </remarks>
internal static class LeafPage
{
    internal const int HeaderBytes = 6;
    internal const int RunBytes = 4;

    // Of the first cell of a run whose key is shorter than 255 bytes: what it shares, which is nothing, and its length.
    private const int ShortCellHeaderBytes = 2;
    internal const int CapacityBytes = PageArena.PageBytes - HeaderBytes;

    internal static int Count(ReadOnlySpan<byte> page) => U16(page, 0);

    internal static int End(ReadOnlySpan<byte> page) => U16(page, 2);

    internal static int Runs(ReadOnlySpan<byte> page) => U16(page, 4);

    /// <summary>Bytes of cells and runs.</summary>
    internal static int Used(ReadOnlySpan<byte> page) => End(page) - HeaderBytes + (Runs(page) * RunBytes);

    internal static int RunOffset(ReadOnlySpan<byte> page, int run) => U16(page, PageArena.PageBytes - ((run + 1) * RunBytes));

    internal static int RunCells(ReadOnlySpan<byte> page, int run) => U16(page, PageArena.PageBytes - ((run + 1) * RunBytes) + 2);

    internal static void SetHeader(Span<byte> page, int count, int end, int runs)
    {
        SetU16(page, 0, count);
        SetU16(page, 2, end);
        SetU16(page, 4, runs);
    }

    internal static void SetRun(Span<byte> page, int run, int offset, int cells)
    {
        SetU16(page, PageArena.PageBytes - ((run + 1) * RunBytes), offset);
        SetU16(page, PageArena.PageBytes - ((run + 1) * RunBytes) + 2, cells);
    }

    /// <summary>Finds the place of a key.</summary>
    internal static LeafSeat Seek(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key)
    {
        if (Runs(page) == 0) return new LeafSeat { Offset = HeaderBytes, AtRunEnd = true };
        return SeekInRun(page, FindRun(page, key, KeyHead.Of(key)), key);
    }

    /// <summary>The run that a key belongs to.</summary>
    internal static int RunOf(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key) => Runs(page) == 0 ? 0 : FindRun(page, key, KeyHead.Of(key));

    /// <summary>Finds the value of a key whose head is known; 0 if it is not there.</summary>
    internal static bool TryGet(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key, ulong head, out uint value)
    {
        value = 0;
        if (Runs(page) == 0) return false;
        var run = FindRun(page, key, head);
        var offset = RunOffset(page, run);
        var matched = 0;
        uint sum = 0;
        for (var left = RunCells(page, run); left > 0; left--)
        {
            int shared = page[offset++];
            if (shared == 255) shared += page[offset++];
            int length = page[offset++];
            if (length == 255) length += page[offset++];

            // What shares less with the one before than the key does is greater than the key, and so is all that follows.
            if (shared < matched) return false;
            if (shared == matched)
            {
                var suffix = page.Slice(offset, length);
                var rest = key[matched..];
                var common = CommonLength(suffix, rest);
                if (common == length)
                {
                    if (common == rest.Length)
                    {
                        value = sum + StepAt(page, offset + length, out _);
                        return true;
                    }
                }
                else if (common == rest.Length || suffix[common] > rest[common])
                {
                    return false;
                }

                matched += common;
            }

            sum += StepAt(page, offset + length, out offset);
        }

        return false;
    }

    /// <summary>The last run that does not begin behind a key; the first if all do.</summary>
    private static int FindRun(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key, ulong head)
    {
        int low = 0, high = Runs(page);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            var offset = RunOffset(page, middle);
            bool isBefore;
            if (KeyHead.IsReadable(offset + ShortCellHeaderBytes) && page[offset + 1] is var length && length != 255
                && KeyHead.At(page, offset + ShortCellHeaderBytes, length) is var other && other != head)
            {
                isBefore = other < head;
            }
            else
            {
                var first = LeafCell.Read(page, offset);
                isBefore = page.Slice(first.SuffixStart, first.SuffixLength).SequenceCompareTo(key) <= 0;
            }

            low = isBefore ? middle : low;
            high = isBefore ? high : middle;
        }

        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CommonLength(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // Neighbours mostly differ at once, or in their first few bytes.
        if (left.Length == 0 || right.Length == 0 || left[0] != right[0]) return 0;
        return left.CommonPrefixLength(right);
    }

    /// <summary>Reads a cell's step of value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint StepAt(ReadOnlySpan<byte> page, int offset, out int next)
    {
        uint zigzag = page[offset++];
        if (zigzag >= 0x80) zigzag = LeafCell.ReadLong(page, ref offset, zigzag);
        next = offset;
        return (zigzag >> 1) ^ (uint)-(int)(zigzag & 1);
    }

    /// <summary>Inserts a key at its seat, if it fits.</summary>
    internal static bool TryInsert(Span<byte> page, in LeafSeat seat, ReadOnlySpan<byte> key, uint value)
    {
        if (BeginsRun(page, seat)) return TryAppendRun(page, key, value);
        Span<byte> cells = stackalloc byte[2 * LeafCell.MaxBytes];
        var end = End(page);
        var length = LeafCell.Write(cells, seat.SharedBefore, key[seat.SharedBefore..], value - seat.ValueBefore);
        var replaced = 0;
        if (!seat.AtRunEnd)
        {
            // The cell behind it now differs from the new key: it has at least as much in common with it as with the one before.
            var next = LeafCell.Read(page, seat.Offset);
            var trimmed = seat.SharedAfter - next.Shared;
            var suffix = page.Slice(next.SuffixStart + trimmed, next.SuffixLength - trimmed);
            length += LeafCell.Write(cells[length..], seat.SharedAfter, suffix, seat.ValueBefore + next.Step - value);
            replaced = next.Next - seat.Offset;
        }

        if (end + length - replaced > PageArena.PageBytes - (Runs(page) * RunBytes)) return false;
        Splice(page, seat.Run, seat.Offset, replaced, cells[..length], 1);
        return true;
    }

    /// <summary>Removes the key found at a seat.</summary>
    internal static void Remove(Span<byte> page, in LeafSeat seat)
    {
        var removed = LeafCell.Read(page, seat.Offset);
        if (RunCells(page, seat.Run) == 1)
        {
            RemoveRun(page, seat.Run, seat.Offset, removed.Next - seat.Offset);
            return;
        }

        Span<byte> cell = stackalloc byte[LeafCell.MaxBytes + LeafCell.MaxKeyBytes];
        var length = 0;
        var replaced = removed.Next - seat.Offset;
        if (removed.Next < RunEnd(page, seat.Run))
        {
            var next = LeafCell.Read(page, removed.Next);
            Span<byte> suffix = stackalloc byte[2 * LeafCell.MaxKeyBytes];
            var kept = Math.Max(0, next.Shared - removed.Shared);
            page.Slice(removed.SuffixStart, kept).CopyTo(suffix);
            page.Slice(next.SuffixStart, next.SuffixLength).CopyTo(suffix[kept..]);
            length = LeafCell.Write(cell, next.Shared - kept, suffix[..(kept + next.SuffixLength)], removed.Step + next.Step);
            replaced = next.Next - seat.Offset;
        }

        Splice(page, seat.Run, seat.Offset, replaced, cell[..length], -1);
    }

    internal static int RunEnd(ReadOnlySpan<byte> page, int run) => run + 1 < Runs(page) ? RunOffset(page, run + 1) : End(page);

    /// <summary>Whether the last run is full, so that what comes behind it begins another.</summary>
    private static bool BeginsRun(ReadOnlySpan<byte> page, in LeafSeat seat) =>
        seat.AtRunEnd && seat.SharedBefore <= LeafWriter.MaxRunCost && seat.Run == Runs(page) - 1 && RunCells(page, seat.Run) >= LeafWriter.RunLength;

    private static bool TryAppendRun(Span<byte> page, ReadOnlySpan<byte> key, uint value)
    {
        var (end, runs) = (End(page), Runs(page));
        if (end + LeafCell.Size(0, key.Length, value) + ((runs + 1) * RunBytes) > PageArena.PageBytes) return false;
        var length = LeafCell.Write(page[end..], 0, key, value);
        SetRun(page, runs, end, 1);
        SetHeader(page, Count(page) + 1, end + length, runs + 1);
        return true;
    }

    private static LeafSeat SeekInRun(ReadOnlySpan<byte> page, int run, ReadOnlySpan<byte> key)
    {
        LeafSeat seat = default;
        seat.Run = run;
        seat.Offset = RunOffset(page, run);
        for (var left = RunCells(page, run); left > 0; left--)
        {
            var cell = LeafCell.Read(page, seat.Offset);

            // What shares more with the cell before it than the key does is smaller than the key, too.
            if (cell.Shared <= seat.SharedBefore)
            {
                var matched = cell.Shared;
                if (cell.Shared == seat.SharedBefore)
                {
                    var suffix = page.Slice(cell.SuffixStart, cell.SuffixLength);
                    var rest = key[seat.SharedBefore..];
                    var common = suffix.CommonPrefixLength(rest);
                    matched += common;
                    if (common == suffix.Length ? common < rest.Length : common < rest.Length && suffix[common] < rest[common])
                    {
                        seat.SharedBefore = matched;
                        seat.ValueBefore += cell.Step;
                        seat.Offset = cell.Next;
                        continue;
                    }

                    seat.Found = common == suffix.Length && common == rest.Length;
                    seat.Value = seat.ValueBefore + cell.Step;
                }

                seat.SharedAfter = matched;
                return seat;
            }

            seat.ValueBefore += cell.Step;
            seat.Offset = cell.Next;
        }

        seat.AtRunEnd = true;
        return seat;
    }

    private static void Splice(Span<byte> page, int run, int offset, int replaced, ReadOnlySpan<byte> cells, int added)
    {
        var end = End(page);
        var grown = cells.Length - replaced;
        page[(offset + replaced)..end].CopyTo(page[(offset + cells.Length)..]);
        cells.CopyTo(page[offset..]);
        var runs = Runs(page);
        SetRun(page, run, RunOffset(page, run), RunCells(page, run) + added);
        for (var i = run + 1; i < runs; i++) SetRun(page, i, RunOffset(page, i) + grown, RunCells(page, i));
        SetHeader(page, Count(page) + added, end + grown, runs);
    }

    private static void RemoveRun(Span<byte> page, int run, int offset, int length)
    {
        var end = End(page);
        page[(offset + length)..end].CopyTo(page[offset..]);
        var runs = Runs(page);
        for (var i = run; i + 1 < runs; i++) SetRun(page, i, RunOffset(page, i + 1) - length, RunCells(page, i + 1));
        SetHeader(page, Count(page) - 1, end - length, runs - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int U16(ReadOnlySpan<byte> page, int at) => BinaryPrimitives.ReadUInt16LittleEndian(page[at..]);

    private static void SetU16(Span<byte> page, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(page[at..], (ushort)value);
}
