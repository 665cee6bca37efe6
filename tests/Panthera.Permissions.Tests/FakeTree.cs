using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Tests;

/// <summary>A tree held in plain dictionaries, to be changed between checks.</summary>
internal sealed class FakeTree
{
    internal const ulong Root = 1;

    internal SortedDictionary<ulong, ulong> Parents { get; } = [];

    /// <summary>Owners as text; numbered when the tree is asked.</summary>
    internal Dictionary<ulong, string> Owners { get; } = [];

    internal void Add(ulong file, ulong parent, string owner)
    {
        if (file != Root) Parents[file] = parent;
        Owners[file] = owner;
    }

    internal bool Exists(ulong file)
    {
        for (var steps = 0; steps <= Parents.Count; steps++)
        {
            if (file == Root) return Owners.ContainsKey(Root);
            if (!Parents.TryGetValue(file, out file)) return false;
        }

        return false;
    }

    internal IEnumerable<ulong> Files => Owners.Keys.Order().Where(Exists);

    internal bool TryFindOwner(PermissionsState state, ulong file, out ObjectKey owner)
    {
        owner = default;
        return Owners.TryGetValue(file, out var text)
            && References.TryFind(state, default(Structure.EmptyStructure), ObjectReference.Parse(text), out owner);
    }
}
