namespace Panthera.Files.Tree;

/// <summary>Hashes the place of an inode. Two places may have one hash: whoever finds an inode by it looks at the place itself.</summary>
internal interface IPlaceHash
{
    /// <summary>The hash of a name in a directory.</summary>
    ulong Of(InodeId parent, EntryName name);
}
