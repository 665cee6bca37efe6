namespace Panthera.Permissions.Structure;

/// <summary>What the permission graph asks the tree at one revision: <c>file#parent</c> and <c>file#owner</c> are read here, never stored as relationships.</summary>
/// <remarks>Implemented by a struct, which is passed as a struct type parameter so that the walk up a path is no interface call. Thread-safe: it reads one snapshot.</remarks>
public interface IStructuralRelations
{
    /// <summary>Whether the tenant has files; when false every other member finds nothing.</summary>
    bool IsPresent { get; }

    /// <summary>Whether a file exists: its chain of parents reaches the root.</summary>
    bool Exists(ulong file);

    /// <summary>Reads a file's parent and owner at once.</summary>
    /// <param name="file">The file; it may be detached.</param>
    /// <param name="place">Where it stands, when there is such an inode.</param>
    /// <returns>Whether there is such an inode.</returns>
    bool TryGetPlace(ulong file, out StructuralPlace place);

    /// <summary>Walks the children of a directory, in the order of their ids.</summary>
    IEnumerable<ulong> Children(ulong directory);

    /// <summary>Walks the files that exist, in the order of their ids, from the first that is not smaller than a bound.</summary>
    IEnumerable<ulong> FilesFrom(ulong lower);

    /// <summary>Walks the files that a subject owns, in the order of their ids.</summary>
    IEnumerable<ulong> FilesOwnedBy(Relationships.ObjectKey owner);
}
