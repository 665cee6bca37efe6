namespace Panthera.Permissions.Graph;

/// <summary>A resource that a look-up found.</summary>
/// <param name="Number">Where it stands in the order of results: give it back to go on after it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Result">What a check of it comes to: allowed, conditional, or an error, which must not pass for either.</param>
public readonly record struct FoundResource(ulong Number, string Id, CheckResult Result);
