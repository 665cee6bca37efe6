using System.Runtime.InteropServices;

namespace Panthera.Files.Tree;

/// <summary>An inode in memory, at the place of its slot; its name stands in its directory's leaf.</summary>
/// <remarks>
/// <code>
/// InodeSlot, 24 bytes, little-endian
///  0        4         8      11     14     17   18           24
///  +--------+---------+------+------+------+----+------------+
///  | parent | content | leaf | made | gen. | v. | place u48  |
///  | slot   | slot    | u24  | u24  | u24  | u8 | see below  |
///  +--------+---------+------+------+------+----+------------+
/// content  the slot of a file's content; the number of a directory's entries
/// leaf     the leaf of the entry index where its name stands
/// made     owner and creator: a number of Attributions
/// v.       the version; meaningless in a wide one
/// place    bits 0-41 the time of modification in milliseconds since 1970 (to 2109); 42-43 kind, 0 for a free slot; 44 wide
/// A wide inode has a version or a time that does not fit, and both in the table of wide inodes. A free slot has the version of the arena
/// that freed it in its first eight bytes.
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
internal struct InodeSlot
{
    internal const int SizeBytes = 24;
    internal const uint NoLeaf = UInt24.MaxValue;

    private const ulong TimeMask = (1UL << 42) - 1;
    private const int KindShift = 42;
    private const ulong WideBit = 1UL << 44;

    internal uint Parent;
    internal uint Content;
    private UInt24 _leaf;
    private UInt24 _attribution;
    private UInt24 _generation;
    internal byte Version;
    private uint _placeLow;
    private ushort _placeHigh;

    internal uint Leaf
    {
        readonly get => _leaf;
        set => _leaf = (UInt24)value;
    }

    internal uint Attribution
    {
        readonly get => _attribution;
        set => _attribution = (UInt24)value;
    }

    internal uint Generation
    {
        readonly get => _generation;
        set => _generation = (UInt24)value;
    }

    internal readonly EntryKind Kind => (EntryKind)((Place >> KindShift) & 3);

    internal readonly bool IsFree => Kind == 0;

    internal readonly bool IsWide => (Place & WideBit) != 0;

    internal readonly DateTimeOffset ModifiedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)(Place & TimeMask));

    /// <summary>The arena's version that freed this slot; 0 if it was never used.</summary>
    internal readonly ulong FreedAt => Parent | ((ulong)Content << 32);

    private readonly ulong Place => _placeLow | ((ulong)_placeHigh << 32);

    internal static bool Fits(DateTimeOffset modifiedAt, ulong version) =>
        version <= byte.MaxValue && modifiedAt.ToUnixTimeMilliseconds() is >= 0 and <= (long)TimeMask;

    internal void SetPlace(EntryKind kind, DateTimeOffset modifiedAt, bool isWide)
    {
        var place = ((ulong)kind << KindShift) | (isWide ? WideBit : (ulong)modifiedAt.ToUnixTimeMilliseconds());
        _placeLow = (uint)place;
        _placeHigh = (ushort)(place >> 32);
    }

    internal static InodeSlot Free(ulong version) => new() { Parent = (uint)version, Content = (uint)(version >> 32) };
}
