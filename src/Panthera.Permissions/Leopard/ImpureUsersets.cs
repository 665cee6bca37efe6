using System.Runtime.InteropServices;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Leopard;

/// <summary>The usersets in which another stands by a relationship that is not, or not wholly, an edge. Confined to the builder.</summary>
internal sealed class ImpureUsersets
{
    private readonly Dictionary<uint, HashSet<SubjectKey>> _byContainer = [];

    internal IEnumerable<uint> Numbers => _byContainer.Keys;

    /// <summary>What it takes, about.</summary>
    internal long Bytes => _byContainer.Count * 200L;

    /// <summary>Adds a relationship; true when the userset was pure before.</summary>
    internal bool Add(uint container, in SubjectKey userset)
    {
        ref var usersets = ref CollectionsMarshal.GetValueRefOrAddDefault(_byContainer, container, out var exists);
        usersets ??= [];
        usersets.Add(userset);
        return !exists;
    }

    /// <summary>Removes a relationship, if it is there; true when the userset is pure now.</summary>
    internal bool Remove(uint container, in SubjectKey userset) =>
        _byContainer.TryGetValue(container, out var usersets) && usersets.Remove(userset) && usersets.Count == 0 && _byContainer.Remove(container);
}
