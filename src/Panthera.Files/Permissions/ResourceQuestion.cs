using Panthera.Permissions;
using Panthera.Permissions.Caveats;

namespace Panthera.Files;

/// <summary>Asks which resources of a type a subject has a permission on.</summary>
/// <param name="ResourceType">The type.</param>
/// <param name="Permission">Its permission or relation.</param>
/// <param name="Subject">The subject; not a wildcard.</param>
/// <param name="Context">What caveats are given; null for nothing.</param>
public sealed record ResourceQuestion(string ResourceType, string Permission, SubjectReference Subject, CaveatContext? Context = null);
