namespace Panthera.Files;

/// <summary>The bounds of a tenant's file store; each has its reason.</summary>
public sealed record FileStoreOptions
{
    /// <summary>The default of <see cref="DirectoryCacheBytes"/>.</summary>
    internal const int DefaultDirectoryCacheBytes = 8 << 20;

    /// <summary>Contents up to this size are stored in the commit itself, so that one sync covers file and bytes; larger ones become blob files.</summary>
    public int InlineContentBytes { get; init; } = 64 << 10;

    /// <summary>The largest content.</summary>
    public long MaxContentBytes { get; init; } = 1L << 40;

    /// <summary>Entries in one page of a listing, at most.</summary>
    public int MaxPageSize { get; init; } = 10_000;

    /// <summary>Entries that one copy makes at most: the copied tree is one commit, and is held in memory until it is stored.</summary>
    public int MaxCopiedEntries { get; init; } = 100_000;

    /// <summary>Inodes that one step of a purge removes, so that a step delays other writers by little.</summary>
    public int PurgeStepInodes { get; init; } = 256;

    /// <summary>How long contents stay after nothing refers to them, for readers that pinned an older revision.</summary>
    public TimeSpan UnreferencedContentAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Directories that finding a caller's visible directories may walk under a schema whose grants do not simply reach downward.</summary>
    public int MaxVisibilityWalk { get; init; } = 100_000;

    /// <summary>What is remembered of directories on the way to files takes at most so many bytes, 64 for each; 0 to remember nothing. It begins small, and the
    /// default is the most that a processor's own caches hold of it.</summary>
    public int DirectoryCacheBytes { get; init; } = DefaultDirectoryCacheBytes;
}
