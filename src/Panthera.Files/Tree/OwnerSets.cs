using System.Buffers.Binary;
using System.Numerics;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <summary>The slots that each owner's inodes have.</summary>
/// <remarks>
/// <code>
/// key    owner number u32 BE | slot / 32 u32 BE
/// value  bit slot % 32
/// </code>
/// What belongs to one owner is mostly made together, and so has neighbouring slots: about a byte an inode.
/// </remarks>
internal struct OwnerSets
{
    /// <summary>The slots of one value.</summary>
    internal const int BlockSlots = 32;

    private const int KeyBytes = 8;

    private KeyMap _map;

    internal OwnerSets(KeyMap map) => _map = map;

    internal readonly KeyMap Map => _map;

    internal void Add(PageVersion version, uint owner, uint slot)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(key, owner, slot);
        _map.TryGet(version.Arena, key, out var bits);
        _map.Set(version, key, bits | (1u << (int)(slot % 32)), out _);
    }

    /// <summary>Adds slots of one value, none of which is there.</summary>
    internal void AddBlock(PageVersion version, uint owner, uint block, uint bits)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteUInt32BigEndian(key, owner);
        BinaryPrimitives.WriteUInt32BigEndian(key[4..], block);
        _map.TryGet(version.Arena, key, out var before);
        _map.Set(version, key, before | bits, out _);
    }

    internal void Remove(PageVersion version, uint owner, uint slot)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(key, owner, slot);
        _map.TryGet(version.Arena, key, out var bits);
        bits &= ~(1u << (int)(slot % 32));
        if (bits == 0) _map.Remove(version, key, out _);
        else _map.Set(version, key, bits, out _);
    }

    /// <summary>Finds an owner's first slot that is not smaller than a bound.</summary>
    internal readonly bool TryFindFrom(PageArena arena, uint owner, uint lower, out uint slot)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        Span<byte> found = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        WriteKey(key, owner, lower);
        slot = 0;
        if (_map.TryGet(arena, key, out var bits) && (bits >>= (int)(lower % 32)) != 0)
        {
            slot = lower + (uint)BitOperations.TrailingZeroCount(bits);
            return true;
        }

        if (lower >= uint.MaxValue - 32) return false;
        WriteKey(key, owner, lower + 32);
        if (_map.First(arena, key, found, out bits) == 0 || BinaryPrimitives.ReadUInt32BigEndian(found) != owner) return false;
        slot = (BinaryPrimitives.ReadUInt32BigEndian(found[4..]) * 32) + (uint)BitOperations.TrailingZeroCount(bits);
        return true;
    }

    private static void WriteKey(Span<byte> key, uint owner, uint slot)
    {
        BinaryPrimitives.WriteUInt32BigEndian(key, owner);
        BinaryPrimitives.WriteUInt32BigEndian(key[4..], slot / 32);
    }
}
