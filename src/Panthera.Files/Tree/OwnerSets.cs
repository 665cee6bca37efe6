using System.Buffers.Binary;
using System.Numerics;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <summary>The slots that each owner's inodes have.</summary>
/// <remarks>
/// <code>
/// key    owner number u32 BE | slot / 32 u32 BE
/// value  bit slot % 32; but 2^i is stored as i, and one of those below 32 that are no power of two as a power of two
/// </code>
/// What belongs to one owner is mostly made together, and so has neighbouring slots: about a byte an inode. Slots that stand alone in their value, as after much churn,
/// have a small number, which takes one byte instead of up to five.
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
        var bits = _map.TryGet(version.Arena, key, out var stored) ? Unpack(stored) : 0;
        _map.Set(version, key, Pack(bits | (1u << (int)(slot % 32))), out _);
    }

    /// <summary>Adds slots of one value, none of which is there.</summary>
    internal void AddBlock(PageVersion version, uint owner, uint block, uint bits)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteUInt32BigEndian(key, owner);
        BinaryPrimitives.WriteUInt32BigEndian(key[4..], block);
        var before = _map.TryGet(version.Arena, key, out var stored) ? Unpack(stored) : 0;
        _map.Set(version, key, Pack(before | bits), out _);
    }

    internal void Remove(PageVersion version, uint owner, uint slot)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteKey(key, owner, slot);
        if (!_map.TryGet(version.Arena, key, out var stored)) return;
        var bits = Unpack(stored) & ~(1u << (int)(slot % 32));
        if (bits == 0) _map.Remove(version, key, out _);
        else _map.Set(version, key, Pack(bits), out _);
    }

    /// <summary>Finds an owner's first slot that is not smaller than a bound.</summary>
    internal readonly bool TryFindFrom(PageArena arena, uint owner, uint lower, out uint slot)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        Span<byte> found = stackalloc byte[2 * LeafCell.MaxKeyBytes];
        WriteKey(key, owner, lower);
        slot = 0;
        if (_map.TryGet(arena, key, out var stored) && Unpack(stored) >> (int)(lower % 32) is not 0 and var bits)
        {
            slot = lower + (uint)BitOperations.TrailingZeroCount(bits);
            return true;
        }

        if (lower >= uint.MaxValue - 32) return false;
        WriteKey(key, owner, lower + 32);
        if (_map.First(arena, key, found, out stored) == 0 || BinaryPrimitives.ReadUInt32BigEndian(found) != owner) return false;
        slot = (BinaryPrimitives.ReadUInt32BigEndian(found[4..]) * 32) + (uint)BitOperations.TrailingZeroCount(Unpack(stored));
        return true;
    }

    /// <summary>The stored form of bits of which at least one is set.</summary>
    internal static uint Pack(uint bits)
    {
        if (BitOperations.IsPow2(bits)) return (uint)BitOperations.Log2(bits);

        // 3, 5-7, 9-15, 17-31: each has a power of two above 31 for itself, 3 that of 8.
        return bits >= BlockSlots ? bits : 1u << (bits == 3 ? 8 : (int)bits);
    }

    /// <summary>The bits of a stored form.</summary>
    internal static uint Unpack(uint stored)
    {
        if (stored < BlockSlots) return 1u << (int)stored;
        if (!BitOperations.IsPow2(stored)) return stored;
        var bits = (uint)BitOperations.Log2(stored);
        return bits == 8 ? 3 : bits;
    }

    private static void WriteKey(Span<byte> key, uint owner, uint slot)
    {
        BinaryPrimitives.WriteUInt32BigEndian(key, owner);
        BinaryPrimitives.WriteUInt32BigEndian(key[4..], slot / 32);
    }
}
