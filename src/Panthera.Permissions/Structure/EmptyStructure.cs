using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Structure;

/// <summary>The structure of a bare tenant: it has no files, and every type is made of relationships alone.</summary>
public readonly struct EmptyStructure : IStructuralRelations
{
    /// <inheritdoc/>
    public bool IsPresent => false;

    /// <inheritdoc/>
    public bool Exists(ulong file) => false;

    /// <inheritdoc/>
    public bool TryGetPlace(ulong file, out StructuralPlace place)
    {
        place = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> Children(ulong directory) => [];

    /// <inheritdoc/>
    public IEnumerable<ulong> FilesFrom(ulong lower) => [];

    /// <inheritdoc/>
    public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner) => [];
}
