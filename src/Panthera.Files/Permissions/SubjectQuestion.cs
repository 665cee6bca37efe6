using Panthera.Permissions;
using Panthera.Permissions.Caveats;

namespace Panthera.Files;

/// <summary>Asks which subjects of a form have a permission on a resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Permission">Its permission or relation.</param>
/// <param name="SubjectType">The subjects' type.</param>
/// <param name="SubjectRelation">The relation of usersets; null or empty for objects themselves.</param>
/// <param name="Context">What caveats are given; null for nothing.</param>
/// <param name="WithWildcard">Whether the wildcard is a result, last, with whom it does not cover.</param>
public sealed record SubjectQuestion(
    ObjectReference Resource,
    string Permission,
    string SubjectType,
    string? SubjectRelation = null,
    CaveatContext? Context = null,
    bool WithWildcard = true);
