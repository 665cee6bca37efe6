namespace Panthera.Permissions.Graph;

/// <summary>One question of a bulk check.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Permission">The permission or relation.</param>
/// <param name="Subject">The subject; not a wildcard.</param>
public sealed record CheckItem(ObjectReference Resource, string Permission, SubjectReference Subject);
