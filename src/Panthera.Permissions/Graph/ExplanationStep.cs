namespace Panthera.Permissions.Graph;

/// <summary>One step of an <see cref="Explanation"/>, with what it rests on below it.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Resource">The resource it is about.</param>
/// <param name="Relation">The relation or permission of the resource; empty where none is meant.</param>
/// <param name="Subject">The subject of the relationship, or the ancestor that was gone on to; null where none is meant.</param>
/// <param name="Decision">What this step came to.</param>
/// <param name="ExpiresAt">When the step's own relationship expires; null for never.</param>
/// <param name="Steps">What it rests on.</param>
public sealed record ExplanationStep(
    ExplanationKind Kind,
    ObjectReference Resource,
    string Relation,
    SubjectReference? Subject,
    Decision Decision,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<ExplanationStep> Steps)
{
    /// <summary>The caveat of the step's own relationship; null when it has none.</summary>
    public ExplainedCaveat? Caveat { get; init; }

    /// <summary>Returns the step as one line, without those below it.</summary>
    public override string ToString() => Describe(reference => reference.ToString());

    /// <summary>Returns the step as one line, with resources named as the caller likes: a file by its path, say.</summary>
    public string Describe(Func<ObjectReference, string> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var member = Relation.Length == 0 ? name(Resource) : $"{name(Resource)}#{Relation}";
        return Kind switch
        {
            ExplanationKind.Permission => $"{member} is {Decision.ToString().ToLowerInvariant()}",
            ExplanationKind.Relationship => $"{member}@{Named(name)}{(ExpiresAt is { } at ? $" until {Relationship.FormatTime(at)}" : "")}{(Caveat is null ? "" : $" {Caveat}")}",
            ExplanationKind.Ancestor => $"{name(Resource)} -parent-> {Named(name)}",
            ExplanationKind.Missing => $"{member} does not lead to the subject",
            ExplanationKind.Intersection => $"{member}: every one of these had to grant",
            ExplanationKind.Exclusion => $"{member}: the first had to grant, the second had not to",
            ExplanationKind.Identity => $"{member} is the subject itself",
            ExplanationKind.Gone => $"{name(Resource)} does not exist",
            ExplanationKind.Repeated => $"{member} is shown above",
            ExplanationKind.Failed => $"{member} could not be decided",
            _ => $"{member}: more was looked at than is shown",
        };
    }

    private string Named(Func<ObjectReference, string> name) => Subject switch
    {
        null => "",
        { Relation: null } => name(Subject.Object),
        _ => $"{name(Subject.Object)}#{Subject.Relation}",
    };
}
