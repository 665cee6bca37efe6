using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Graph;

/// <summary>One question of a bulk check.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Permission">The permission or relation.</param>
/// <param name="Subject">The subject; not a wildcard.</param>
/// <param name="Context">What caveats are given; null for the context that the graph was made with.</param>
public sealed record CheckItem(ObjectReference Resource, string Permission, SubjectReference Subject, CaveatContext? Context = null);
