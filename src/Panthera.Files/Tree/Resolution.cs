namespace Panthera.Files.Tree;

/// <summary>How far a path leads.</summary>
/// <param name="Target">What the whole path names; null if nothing.</param>
/// <param name="Deepest">The last inode on the way that exists: the target itself when there is one.</param>
/// <param name="Depth">The names that were followed.</param>
internal readonly record struct Resolution(Inode? Target, Inode Deepest, int Depth);
