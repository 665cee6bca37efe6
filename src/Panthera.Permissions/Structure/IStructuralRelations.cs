namespace Panthera.Permissions.Structure;

/// <summary>What the permission graph asks the tree at one revision: <c>file#parent</c> and <c>file#owner</c> are read here, never stored as relationships.</summary>
/// <remarks>Implemented by a struct, which is passed as a struct type parameter so that the walk up a path is no interface call. Thread-safe: it reads one snapshot.</remarks>
public interface IStructuralRelations
{
    /// <summary>Whether it notes what is read of it, and whoever evaluates over it notes what else they read: known when the machine code is made, not asked in a check.</summary>
    static virtual bool NotesReads => false;

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

    /// <summary>Adds the children of a directory to a list, in any order. What is no directory has none.</summary>
    void AddChildren(ulong directory, List<ulong> children) => children.AddRange(Children(directory));

    /// <summary>Places of the dense numbering that were ever in use: an upper bound of the files. 0 where files have no such numbering, and the members that go by it are not asked.</summary>
    uint SlotEnd => 0;

    /// <summary>The number under which <see cref="Scan"/> knows an owner; <see cref="ScannedFile.None"/> for whoever owns nothing.</summary>
    uint OwnerNumber(Relationships.ObjectKey owner) => ScannedFile.None;

    /// <summary>Reads inodes in the order of their numbers, from the first that is not smaller than a bound, those of detached trees included.</summary>
    /// <param name="lower">The bound.</param>
    /// <param name="owner">Whose files are marked as owned; <see cref="ScannedFile.None"/> for nobody's.</param>
    /// <param name="files">Where they are written.</param>
    /// <returns>How many were read; fewer than there is room for when there are no more.</returns>
    int Scan(ulong lower, uint owner, Span<ScannedFile> files) => throw new NotSupportedException();

    /// <summary>The slot of a number, whether or not what is there now has it; false for what is no file's number.</summary>
    bool TryGetSlot(ulong file, out uint slot) => throw new NotSupportedException();

    /// <summary>Reads the inode in a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="owner">As for <see cref="Scan"/>.</param>
    /// <param name="file">What is there.</param>
    /// <returns>Whether there is one.</returns>
    bool TryReadSlot(uint slot, uint owner, out ScannedFile file) => throw new NotSupportedException();

    /// <summary>Walks the files that exist, in the order of their ids, from the first that is not smaller than a bound.</summary>
    IEnumerable<ulong> FilesFrom(ulong lower);

    /// <summary>Walks the files that a subject owns, in the order of their ids.</summary>
    IEnumerable<ulong> FilesOwnedBy(Relationships.ObjectKey owner);
}
