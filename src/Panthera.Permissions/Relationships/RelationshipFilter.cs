using Panthera.Storage;

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

    /// <summary>Refuses parts that do not fit together, or do not follow the grammar.</summary>
    internal Refusal? Misfit()
    {
        if (IsEmpty) return Refuse("the filter is empty; name at least a resource type");
        if (ResourceId is not null && ResourceIdPrefix is not null) return Refuse("the filter names a resource id and a prefix of one; give one of them");
        if (SubjectId is not null && SubjectType is null) return Refuse($"the filter names the subject id `{ReferenceGrammar.Shown(SubjectId)}` without its type; give the type too");
        var error = Error(ResourceType, static part => ReferenceGrammar.TypeError(part)) ?? Error(ResourceId, static part => ReferenceGrammar.IdError(part)) ?? Error(ResourceIdPrefix, static part => ReferenceGrammar.IdError(part))
            ?? Error(Relation, static part => ReferenceGrammar.RelationError(part)) ?? Error(SubjectType, static part => ReferenceGrammar.TypeError(part)) ?? (SubjectId == "*" ? null : Error(SubjectId, static part => ReferenceGrammar.IdError(part)))
            ?? (SubjectRelation is "" ? null : Error(SubjectRelation, static part => ReferenceGrammar.RelationError(part)));
        return error is null ? null : new(RefusalCode.InvalidArgument, error);
    }

    /// <summary>Returns the parts given, for messages.</summary>
    public override string ToString() =>
        $"{ResourceType ?? "*"}:{ResourceId ?? ResourceIdPrefix + "*"}#{Relation ?? "*"}@{SubjectType ?? "*"}:{SubjectId ?? "*"}{(SubjectRelation is null or "" ? "" : "#" + SubjectRelation)}";

    private static Refusal Refuse(string message) => new(RefusalCode.InvalidArgument, message) { Reason = PermissionReasons.InvalidFilter };

    private static string? Error(string? part, Func<string, string?> grammar) => part is null ? null : grammar(part);
}
