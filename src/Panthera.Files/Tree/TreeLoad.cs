using System.Runtime.InteropServices;
using Panthera.Files.Tree.Pages;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <summary>What a load of stored records keeps until its end, so that each page is written once and not entry by entry.</summary>
/// <remarks>Confined to one load. Its memory is bounded by the owners of the tenant, not by its files.</remarks>
internal sealed class TreeLoad
{
    private readonly Dictionary<uint, OwnedBlock> _owned = [];
    private byte[] _creator = [];
    private ObjectKey _owner;
    private uint _attribution;
    private bool _hasAttribution;

    /// <summary>Where the next entry in order goes.</summary>
    internal KeyMapTail Entries { get; } = new();

    /// <summary>The directory whose entries come now.</summary>
    internal uint Directory { get; set; } = SlotId.None;

    /// <summary>Contents that no inode was found to refer to so far.</summary>
    internal long Unreferenced { get; set; }

    /// <summary>The entries of that directory so far.</summary>
    internal uint EntryCount { get; set; }

    /// <summary>The number of an owner and creator; those of one inode are mostly those of the next.</summary>
    internal uint Intern(Attributions attributions, ObjectKey owner, ReadOnlySpan<byte> creator)
    {
        if (_hasAttribution && _owner == owner && creator.SequenceEqual(_creator)) return _attribution;
        var reader = new RecordReader(creator);
        _attribution = attributions.Intern(owner, reader.RawText());
        if (!creator.SequenceEqual(_creator)) _creator = creator.ToArray();
        (_owner, _hasAttribution) = (owner, true);
        return _attribution;
    }

    /// <summary>Adds a slot to its owner's, in the order of slots.</summary>
    internal void Own(ref OwnerSets owners, PageVersion version, uint owner, uint slot)
    {
        ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(_owned, owner, out _);
        if (block.Bits != 0 && block.Number != slot / OwnerSets.BlockSlots)
        {
            owners.AddBlock(version, owner, block.Number, block.Bits);
            block.Bits = 0;
        }

        block.Number = slot / OwnerSets.BlockSlots;
        block.Bits |= 1u << (int)(slot % OwnerSets.BlockSlots);
    }

    /// <summary>Adds what is left.</summary>
    internal void FinishOwners(ref OwnerSets owners, PageVersion version)
    {
        foreach (var (owner, block) in _owned)
        {
            if (block.Bits != 0) owners.AddBlock(version, owner, block.Number, block.Bits);
        }

        _owned.Clear();
    }

    private struct OwnedBlock
    {
        internal uint Number;
        internal uint Bits;
    }
}
