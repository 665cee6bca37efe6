namespace Panthera.Files.Access;

/// <summary>What the gates of one tenant share.</summary>
/// <param name="Visibility">The visible directories of recent callers.</param>
internal sealed record GateContext(VisibilityCache Visibility);
