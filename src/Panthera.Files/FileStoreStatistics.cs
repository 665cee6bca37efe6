namespace Panthera.Files;

/// <summary>Counts of one tenant's file store.</summary>
/// <param name="Inodes">Files and directories in memory, deleted ones that are yet to be purged included.</param>
/// <param name="Contents">Distinct contents stored.</param>
/// <param name="UnpurgedTrees">Deleted trees that are yet to be purged.</param>
/// <param name="UnreferencedContents">Contents that nothing refers to any more and that are yet to be removed.</param>
/// <param name="Relationships">Relationships stored; structural ones are not.</param>
/// <param name="Revision">The tenant's newest commit.</param>
public sealed record FileStoreStatistics(long Inodes, long Contents, long UnpurgedTrees, long UnreferencedContents, long Relationships, ulong Revision);
