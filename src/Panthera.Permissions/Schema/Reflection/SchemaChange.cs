using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Schema.Reflection;

/// <summary>One difference between two schemas.</summary>
/// <remarks>What was removed is of the old schema, everything else of the new one. What a kind is not about is null.</remarks>
public sealed record SchemaChange
{
    /// <summary>What changed, and how.</summary>
    public required SchemaChangeKind Kind { get; init; }

    /// <summary>The type, or the type whose member changed; null when a caveat did.</summary>
    public Definition? Definition { get; init; }

    /// <summary>The relation, when one or one of its forms of subject changed.</summary>
    public Relation? Relation { get; init; }

    /// <summary>The form of subject, when a relation gained or lost one.</summary>
    public AllowedSubject? SubjectType { get; init; }

    /// <summary>The permission, when one changed.</summary>
    public Permission? Permission { get; init; }

    /// <summary>The caveat, when one or one of its parameters changed.</summary>
    public Caveat? Caveat { get; init; }

    /// <summary>The parameter, when one changed.</summary>
    public CaveatParameter? Parameter { get; init; }

    /// <summary>The type that the parameter had before, when it changed.</summary>
    public CaveatType? PreviousType { get; init; }

    /// <summary>Returns the change in words, such as <c>relation `doc#viewer` allows `user:*`</c>.</summary>
    public override string ToString() => Kind switch
    {
        SchemaChangeKind.DefinitionAdded => $"definition `{Definition}` added",
        SchemaChangeKind.DefinitionRemoved => $"definition `{Definition}` removed",
        SchemaChangeKind.DefinitionCommentChanged => $"definition `{Definition}` documented otherwise",
        SchemaChangeKind.RelationAdded => $"relation `{Relation}` added",
        SchemaChangeKind.RelationRemoved => $"relation `{Relation}` removed",
        SchemaChangeKind.RelationCommentChanged => $"relation `{Relation}` documented otherwise",
        SchemaChangeKind.SubjectTypeAdded => $"relation `{Relation}` allows `{SubjectType}`",
        SchemaChangeKind.SubjectTypeRemoved => $"relation `{Relation}` no longer allows `{SubjectType}`",
        SchemaChangeKind.PermissionAdded => $"permission `{Permission}` added",
        SchemaChangeKind.PermissionRemoved => $"permission `{Permission}` removed",
        SchemaChangeKind.PermissionCommentChanged => $"permission `{Permission}` documented otherwise",
        SchemaChangeKind.PermissionExpressionChanged => $"permission `{Permission}` computed otherwise: `{Permission!.Body}`",
        SchemaChangeKind.CaveatAdded => $"caveat `{Caveat}` added",
        SchemaChangeKind.CaveatRemoved => $"caveat `{Caveat}` removed",
        SchemaChangeKind.CaveatCommentChanged => $"caveat `{Caveat}` documented otherwise",
        SchemaChangeKind.CaveatExpressionChanged => $"caveat `{Caveat}` computed otherwise: `{Caveat!.ExpressionText}`",
        SchemaChangeKind.CaveatParameterAdded => $"parameter `{Parameter!.Name}` of caveat `{Caveat}` added",
        SchemaChangeKind.CaveatParameterRemoved => $"parameter `{Parameter!.Name}` of caveat `{Caveat}` removed",
        _ => $"parameter `{Parameter!.Name}` of caveat `{Caveat}` is `{Parameter.Type}`, was `{PreviousType}`",
    };
}
