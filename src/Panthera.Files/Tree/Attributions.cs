using System.Runtime.InteropServices;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Records;

namespace Panthera.Files.Tree;

/// <summary>Numbers for the pairs of owner and creator that a tenant's inodes have.</summary>
/// <remarks>Shared by all states of a loaded tenant: it only grows, by one for each pair of subjects, not for each file; a reload begins anew. Adding is guarded by
/// _lock; what has a number is read without it.</remarks>
internal sealed class Attributions
{
    // An element of the table, its places in two dictionaries, and a string.
    private const long PairBytes = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<(ObjectKey Owner, string CreatedBy), uint> _numbers = [];
    private readonly Dictionary<ObjectKey, uint> _owners = [];
    private Pair[] _pairs = new Pair[16];
    private int _count;

    internal long ResidentBytes => Volatile.Read(ref _count) * PairBytes;

    /// <summary>The pair of a number.</summary>
    internal ref readonly Pair this[uint number] => ref Volatile.Read(ref _pairs)[number];

    internal uint Intern(ObjectKey owner, string createdBy)
    {
        lock (_lock)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (owner, createdBy), out var exists);
            if (exists) return number;
            number = (uint)_count;
            ref var ownerNumber = ref CollectionsMarshal.GetValueRefOrAddDefault(_owners, owner, out exists);
            if (!exists) ownerNumber = (uint)_owners.Count - 1;
            if (_count == _pairs.Length)
            {
                var larger = new Pair[_pairs.Length * 2];
                _pairs.CopyTo(larger, 0);
                Volatile.Write(ref _pairs, larger);
            }

            _pairs[_count] = new(owner, ownerNumber, createdBy);
            Volatile.Write(ref _count, _count + 1);
            return number;
        }
    }

    /// <summary>Whether a number is that of a pair.</summary>
    internal bool Is(uint number, ObjectKey owner, string createdBy)
    {
        ref readonly var pair = ref this[number];
        return pair.Owner == owner && pair.CreatedBy == createdBy;
    }

    /// <summary>Writes the pairs in the order of their numbers: count u32; type varint, object varint, creator text.</summary>
    internal void Write(RecordWriter writer)
    {
        var count = Volatile.Read(ref _count);
        writer.UInt32((uint)count);
        foreach (ref readonly var pair in Volatile.Read(ref _pairs).AsSpan(0, count))
        {
            writer.VarUInt(pair.Owner.Type.Value);
            writer.VarUInt(pair.Owner.Id);
            writer.Text(pair.CreatedBy);
        }
    }

    /// <summary>Reads pairs back: each gets the number that it had, and so does its owner.</summary>
    internal static Attributions Read(ref RecordReader reader)
    {
        var attributions = new Attributions();
        for (var left = reader.UInt32(); left > 0; left--)
            attributions.Intern(new(new(checked((uint)reader.VarUInt())), reader.VarUInt()), reader.Text());
        return attributions;
    }

    /// <summary>The number of an owner by which their files are indexed.</summary>
    internal bool TryGetOwner(ObjectKey owner, out uint number)
    {
        lock (_lock) return _owners.TryGetValue(owner, out number);
    }

    /// <param name="Owner">Who owns.</param>
    /// <param name="OwnerNumber">The owner's number in the index of files by owner.</param>
    /// <param name="CreatedBy">Who made it.</param>
    internal readonly record struct Pair(ObjectKey Owner, uint OwnerNumber, string CreatedBy);
}
