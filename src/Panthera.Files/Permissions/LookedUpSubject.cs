using Panthera.Permissions.Graph;

namespace Panthera.Files;

/// <summary>A subject that a look-up found, and where to go on.</summary>
/// <param name="Found">The subject, allowed or conditional; the wildcard comes last, with whom it does not cover.</param>
/// <param name="Cursor">Goes on after it, in the same snapshot.</param>
public readonly record struct LookedUpSubject(FoundSubject Found, string Cursor);
