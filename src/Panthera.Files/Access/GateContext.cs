namespace Panthera.Files.Access;

/// <summary>What the gates of one tenant share.</summary>
/// <param name="Visibility">The visible directories of recent callers.</param>
/// <param name="Permissions">Which pieces may answer checks, and what they may take.</param>
/// <param name="DirectoryCacheBytes">What may be remembered of directories on the way to files.</param>
internal sealed record GateContext(VisibilityCache Visibility, PermissionStoreOptions Permissions, int DirectoryCacheBytes);
