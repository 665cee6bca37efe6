namespace Panthera.Permissions.Graph;

/// <summary>The caveat of a relationship that an <see cref="ExplanationStep"/> shows, and what it came to in the request's context.</summary>
/// <param name="Caveat">The caveat as it is stored.</param>
/// <param name="Decision">Allowed when it is true, denied when it is false, conditional when parameters are missing, error when it failed.</param>
/// <param name="MissingContext">The missing parameters, sorted, each once.</param>
public sealed record ExplainedCaveat(RelationshipCaveat Caveat, Decision Decision, IReadOnlyList<string> MissingContext)
{
    /// <summary>Returns the caveat with its value.</summary>
    public override string ToString() => Decision switch
    {
        Decision.Allowed => $"[{Caveat}] is true",
        Decision.Denied => $"[{Caveat}] is false",
        Decision.Conditional => $"[{Caveat}] needs {string.Join(", ", MissingContext)}",
        _ => $"[{Caveat}] failed",
    };
}
