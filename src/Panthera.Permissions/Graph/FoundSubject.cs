namespace Panthera.Permissions.Graph;

/// <summary>A subject that a look-up found.</summary>
/// <param name="Number">Where it stands in the order of results, the wildcard last: give it back to go on after it.</param>
/// <param name="Subject">The subject; the wildcard for everyone of the type but those excluded.</param>
/// <param name="Result">What a check of it comes to: allowed, conditional, or an error, which must not pass for either.</param>
/// <param name="Excluded">For a wildcard: whom it does not cover, each with their own result, which is denied or conditional; empty otherwise.</param>
public sealed record FoundSubject(ulong Number, SubjectReference Subject, CheckResult Result, IReadOnlyList<FoundSubject> Excluded);
