namespace Panthera.Permissions.Relationships;

/// <summary>Says which relationships are meant; a part that is null matches anything.</summary>
/// <remarks>At least one part must be given.</remarks>
public sealed record RelationshipFilter
{
    /// <summary>The resource's type.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The resource's id.</summary>
    public string? ResourceId { get; init; }

    /// <summary>What the resource's id begins with.</summary>
    public string? ResourceIdPrefix { get; init; }

    /// <summary>The relation.</summary>
    public string? Relation { get; init; }

    /// <summary>The subject's type.</summary>
    public string? SubjectType { get; init; }

    /// <summary>The subject's id; <c>*</c> for the wildcard itself.</summary>
    public string? SubjectId { get; init; }

    /// <summary>The subject's relation; empty for subjects without one.</summary>
    public string? SubjectRelation { get; init; }

    internal bool IsEmpty =>
        (ResourceType ?? ResourceId ?? ResourceIdPrefix ?? Relation ?? SubjectType ?? SubjectId ?? SubjectRelation) is null;

    internal bool Matches(Relationship relationship) =>
        MatchesResource(relationship.Resource)
        && (Relation is null || Relation == relationship.Relation)
        && (SubjectType is null || SubjectType == relationship.Subject.Type)
        && (SubjectId is null || SubjectId == relationship.Subject.Id)
        && (SubjectRelation is null || SubjectRelation == (relationship.Subject.Relation ?? ""));

    /// <summary>Returns the parts given, for messages.</summary>
    public override string ToString() =>
        $"{ResourceType ?? "*"}:{ResourceId ?? ResourceIdPrefix + "*"}#{Relation ?? "*"}@{SubjectType ?? "*"}:{SubjectId ?? "*"}{(SubjectRelation is null or "" ? "" : "#" + SubjectRelation)}";

    private bool MatchesResource(ObjectReference resource) =>
        (ResourceType is null || ResourceType == resource.Type)
        && (ResourceId is null || ResourceId == resource.Id)
        && (ResourceIdPrefix is null || resource.Id.StartsWith(ResourceIdPrefix, StringComparison.Ordinal));
}
