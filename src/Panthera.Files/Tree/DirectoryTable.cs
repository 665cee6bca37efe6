using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <summary>A fixed number of remembered directories in native memory, found by parent and name.</summary>
/// <remarks>
/// <code>
/// entry, 64 bytes: one line of the processor's cache; two neighbours are a set
///  0         4         8        12    13      16       24               64
///  +---------+---------+--------+-----+-------+--------+----------------+
///  | turn    | parent  | child  | len | zeros | since  | name           |
///  | u32     | slot    | slot   | u8  |       | u64    | up to 40 bytes |
///  +---------+---------+--------+-----+-------+--------+----------------+
/// turn   odd while the entry is written, 0 if it never was
/// since  the version of the tree that it was read from
/// </code>
/// <para>Lock-free. Who writes an entry makes its turn odd first, by an exchange that only one can win; a loser leaves it. Who reads one takes what it read only
/// if the turn is even and the same before and after.</para>
/// <para>INVARIANT (keys): the parent and the whole name are compared, never a hash of them.</para>
/// </remarks>
internal sealed unsafe class DirectoryTable
{
    internal const int EntryBytes = 64;
    internal const int MaxNameBytes = EntryBytes - NameOffset;

    private const int ParentOffset = 4;
    private const int ChildOffset = 8;
    private const int LengthOffset = 12;
    private const int SinceOffset = 16;
    private const int NameOffset = 24;

    private readonly byte* _entries;
    private readonly uint _mask;
    private int _written;

    /// <param name="capacity">How many entries; a power of two, and at least two.</param>
    internal DirectoryTable(int capacity)
    {
        Debug.Assert(capacity >= 2 && (capacity & (capacity - 1)) == 0, "an entry's place is found by a mask");
        Capacity = capacity;
        _mask = (uint)capacity - 1;
        var large = Bytes >= NativeChunk.LargePageBytes;
        _entries = (byte*)NativeChunk.Allocate(Bytes, large ? NativeChunk.LargePageBytes : 4096);
        if (large) NativeChunk.PreferLargePages((nint)_entries, Bytes);
    }

    /// <summary>Frees the entries: nobody who reads is left.</summary>
    ~DirectoryTable() => NativeChunk.Free((nint)_entries, Bytes);

    internal int Capacity { get; }

    internal int Bytes => Capacity * EntryBytes;

    /// <summary>How often an entry was written; about, while several write.</summary>
    internal int Written => _written;

    internal bool TryFind(uint parent, ReadOnlySpan<byte> name, out uint child, out ulong since)
    {
        child = 0;
        since = 0;
        if (name.Length > MaxNameBytes) return false;
        var place = PlaceOf(parent, name);
        var found = TryRead(EntryAt(place), parent, name, out child, out since) || TryRead(EntryAt(place ^ 1), parent, name, out child, out since);
        GC.KeepAlive(this);
        return found;
    }

    internal void Write(uint parent, ReadOnlySpan<byte> name, uint child, ulong since)
    {
        if (name.Length > MaxNameBytes) return;
        var place = PlaceOf(parent, name);
        var first = EntryAt(place);
        var second = EntryAt(place ^ 1);
        var count = _written++;
        if (Holds(first, parent, name) || TurnOf(first) == 0) WriteEntry(first, parent, name, child, since);
        else if (Holds(second, parent, name) || TurnOf(second) == 0 || (count & 1) != 0) WriteEntry(second, parent, name, child, since);
        else WriteEntry(first, parent, name, child, since);
        GC.KeepAlive(this);
    }

    private static bool TryRead(byte* entry, uint parent, ReadOnlySpan<byte> name, out uint child, out ulong since)
    {
        var turn = TurnOf(entry);
        child = *(uint*)(entry + ChildOffset);
        since = *(ulong*)(entry + SinceOffset);
        if (turn == 0 || (turn & 1) != 0 || !Holds(entry, parent, name)) return false;
        Volatile.ReadBarrier();
        return TurnOf(entry) == turn;
    }

    private static bool Holds(byte* entry, uint parent, ReadOnlySpan<byte> name) =>
        *(uint*)(entry + ParentOffset) == parent && entry[LengthOffset] == name.Length && name.SequenceEqual(new ReadOnlySpan<byte>(entry + NameOffset, name.Length));

    private static void WriteEntry(byte* entry, uint parent, ReadOnlySpan<byte> name, uint child, ulong since)
    {
        var turn = TurnOf(entry);
        if ((turn & 1) != 0 || Interlocked.CompareExchange(ref *(uint*)entry, turn + 1, turn) != turn) return;
        *(uint*)(entry + ParentOffset) = parent;
        *(uint*)(entry + ChildOffset) = child;
        *(ulong*)(entry + SinceOffset) = since;
        entry[LengthOffset] = (byte)name.Length;
        name.CopyTo(new(entry + NameOffset, MaxNameBytes));
        Volatile.Write(ref *(uint*)entry, turn + 2 == 0 ? 2 : turn + 2);
    }

    private static uint TurnOf(byte* entry) => Volatile.Read(ref *(uint*)entry);

    private byte* EntryAt(uint place) => _entries + ((nuint)place * EntryBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint PlaceOf(uint parent, ReadOnlySpan<byte> name)
    {
        const ulong Odd = 0x9e3779b97f4a7c15;
        ref var bytes = ref MemoryMarshal.GetReference(name);
        var hash = (parent + 1) * Odd;
        var length = name.Length;
        var at = 0;
        for (; length - at >= sizeof(ulong); at += sizeof(ulong)) hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at)), Odd);
        ulong rest = (uint)length;
        for (; at < length; at++) rest = (rest << 8) | Unsafe.Add(ref bytes, at);
        return (uint)(Mix(hash ^ rest, Odd) >> 32) & _mask;
    }

    private static ulong Mix(ulong value, ulong factor)
    {
        var product = value * factor;
        return product ^ (product >> 29);
    }
}
