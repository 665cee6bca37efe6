using Panthera.Permissions.Graph;

namespace Panthera.Files;

/// <summary>A resource that a look-up found, and where to go on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Result">Allowed, or conditional.</param>
/// <param name="Cursor">Goes on after it, in the same snapshot.</param>
public readonly record struct LookedUpResource(string Id, CheckResult Result, string Cursor);
