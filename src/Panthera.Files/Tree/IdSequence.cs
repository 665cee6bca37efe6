namespace Panthera.Files.Tree;

/// <summary>Which numbers a generation is of.</summary>
internal enum IdSequence : byte
{
    /// <summary>Inodes; 1 is the root.</summary>
    Inode = 1,

    /// <summary>Contents; 0 is the empty one.</summary>
    Content = 2,
}
