using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Pages;

/// <summary>A sparse array of fixed-size records by dense number: a radix tree of pages, copied along the path of each edit.</summary>
/// <remarks>
/// A value of this struct is the root of one version, and means nothing without that version. What was never set reads as zeros. Layout:
/// <code>
/// table page   256 × page u32, 0 for none      (levels above the last)
/// record page  1024 / size records, then slack
/// </code>
/// </remarks>
/// <typeparam name="T">The record; its layout is drawn above it.</typeparam>
internal struct PagedArray<T>
    where T : unmanaged
{
    private const int TableShift = 8;
    private const int TableMask = (1 << TableShift) - 1;

    private uint _root;
    private int _levels;

    private static uint PerPage => (uint)(PageArena.PageBytes / Unsafe.SizeOf<T>());

    /// <summary>Writes where it begins: page u32, levels u8.</summary>
    internal readonly void WriteRoot(RecordWriter writer)
    {
        writer.UInt32(_root);
        writer.Byte((byte)_levels);
    }

    internal static PagedArray<T> ReadRoot(ref RecordReader reader) => new() { _root = reader.UInt32(), _levels = reader.Byte() };

    /// <summary>Calls for every page.</summary>
    internal readonly void VisitPages(PageArena arena, Action<uint> visit)
    {
        if (_root != 0) VisitPages(arena, _root, _levels, visit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly T Get(PageArena arena, uint index)
    {
        var number = index / PerPage;
        if (_root == 0 || ((ulong)number >> (_levels * TableShift)) != 0) return default;
        var page = _root;
        for (var shift = (_levels - 1) * TableShift; shift >= 0; shift -= TableShift)
        {
            page = arena.Read<uint>(page, ((number >> shift) & TableMask) * sizeof(uint));
            if (page == 0) return default;
        }

        return arena.Read<T>(page, (index - (number * PerPage)) * (uint)Unsafe.SizeOf<T>());
    }

    /// <summary>The records from one to the end of its page, some of which may never have been set.</summary>
    /// <param name="arena">The version's arena.</param>
    /// <param name="index">The first.</param>
    /// <param name="length">How many there are to the end of the page.</param>
    /// <returns>The records; empty where there is no page, so that all of them read as zeros.</returns>
    internal readonly ReadOnlySpan<T> Run(PageArena arena, uint index, out uint length)
    {
        var number = index / PerPage;
        var first = index - (number * PerPage);
        length = PerPage - first;
        if (_root == 0 || ((ulong)number >> (_levels * TableShift)) != 0) return default;
        var page = _root;
        for (var shift = (_levels - 1) * TableShift; shift >= 0; shift -= TableShift)
        {
            page = MemoryMarshal.Cast<byte, uint>(arena.Page(page))[(int)((number >> shift) & TableMask)];
            if (page == 0) return default;
        }

        return MemoryMarshal.Cast<byte, T>(arena.Page(page)).Slice((int)first, (int)length);
    }

    /// <summary>A record that may be written, until the next edit.</summary>
    internal ref T Edit(PageVersion version, uint index)
    {
        var number = index / PerPage;

        // What the version made already is reached through tables that are its own, too.
        if (TryFindPage(version.Arena, number, out var page) && version.Arena.BirthOf(page) == version.Number)
            return ref MemoryMarshal.Cast<byte, T>(version.Arena.Page(page))[(int)(index - (number * PerPage))];
        return ref EditPath(version, index, number);
    }

    private readonly bool TryFindPage(PageArena arena, uint number, out uint page)
    {
        page = _root;
        if (_root == 0 || ((ulong)number >> (_levels * TableShift)) != 0) return false;
        for (var shift = (_levels - 1) * TableShift; shift >= 0 && page != 0; shift -= TableShift)
            page = MemoryMarshal.Cast<byte, uint>(arena.Page(page))[(int)((number >> shift) & TableMask)];
        return page != 0;
    }

    private ref T EditPath(PageVersion version, uint index, uint number)
    {
        if (_root == 0) _root = version.NewCleared();
        while (((ulong)number >> (_levels * TableShift)) != 0)
        {
            var table = version.NewCleared();
            MemoryMarshal.Cast<byte, uint>(version.Arena.Page(table))[0] = _root;
            _root = table;
            _levels++;
        }

        var bytes = version.Edit(ref _root);
        for (var shift = (_levels - 1) * TableShift; shift >= 0; shift -= TableShift)
        {
            ref var child = ref MemoryMarshal.Cast<byte, uint>(bytes)[(int)((number >> shift) & TableMask)];
            if (child == 0) child = version.NewCleared();
            bytes = version.Edit(ref child);
        }

        return ref MemoryMarshal.Cast<byte, T>(bytes)[(int)(index - (number * PerPage))];
    }

    private static void VisitPages(PageArena arena, uint page, int levels, Action<uint> visit)
    {
        visit(page);
        if (levels == 0) return;
        foreach (var child in MemoryMarshal.Cast<byte, uint>(arena.Page(page)))
        {
            if (child != 0) VisitPages(arena, child, levels - 1, visit);
        }
    }
}
