using Panthera.Permissions.Schema.Reflection;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Differences between schemas.</summary>
internal static class SchemaChanges
{
    internal static Wire.ReflectionSchemaDiff ToWire(this SchemaChange change) => change.Kind switch
    {
        SchemaChangeKind.DefinitionAdded => new() { DefinitionAdded = change.Definition!.ToWire() },
        SchemaChangeKind.DefinitionRemoved => new() { DefinitionRemoved = change.Definition!.ToWire() },
        SchemaChangeKind.DefinitionCommentChanged => new() { DefinitionDocCommentChanged = change.Definition!.ToWire() },
        SchemaChangeKind.RelationAdded => new() { RelationAdded = change.Relation!.ToWire() },
        SchemaChangeKind.RelationRemoved => new() { RelationRemoved = change.Relation!.ToWire() },
        SchemaChangeKind.RelationCommentChanged => new() { RelationDocCommentChanged = change.Relation!.ToWire() },
        SchemaChangeKind.SubjectTypeAdded => new() { RelationSubjectTypeAdded = SubjectType(change) },
        SchemaChangeKind.SubjectTypeRemoved => new() { RelationSubjectTypeRemoved = SubjectType(change) },
        SchemaChangeKind.PermissionAdded => new() { PermissionAdded = change.Permission!.ToWire() },
        SchemaChangeKind.PermissionRemoved => new() { PermissionRemoved = change.Permission!.ToWire() },
        SchemaChangeKind.PermissionCommentChanged => new() { PermissionDocCommentChanged = change.Permission!.ToWire() },
        SchemaChangeKind.PermissionExpressionChanged => new() { PermissionExprChanged = change.Permission!.ToWire() },
        _ => OfCaveat(change),
    };

    private static Wire.ReflectionSchemaDiff OfCaveat(SchemaChange change) => change.Kind switch
    {
        SchemaChangeKind.CaveatAdded => new() { CaveatAdded = change.Caveat!.ToWire() },
        SchemaChangeKind.CaveatRemoved => new() { CaveatRemoved = change.Caveat!.ToWire() },
        SchemaChangeKind.CaveatCommentChanged => new() { CaveatDocCommentChanged = change.Caveat!.ToWire() },
        SchemaChangeKind.CaveatExpressionChanged => new() { CaveatExprChanged = change.Caveat!.ToWire() },
        SchemaChangeKind.CaveatParameterAdded => new() { CaveatParameterAdded = Parameter(change) },
        SchemaChangeKind.CaveatParameterRemoved => new() { CaveatParameterRemoved = Parameter(change) },
        SchemaChangeKind.CaveatParameterTypeChanged => new() { CaveatParameterTypeChanged = new() { Parameter = Parameter(change), PreviousType = change.PreviousType!.ToString() } },
        _ => throw new InvalidOperationException($"the change {change.Kind} has no form on the wire"),
    };

    private static Wire.ReflectionRelationSubjectTypeChange SubjectType(SchemaChange change) =>
        new() { Relation = change.Relation!.ToWire(), ChangedSubjectType = change.SubjectType!.ToWire() };

    private static Wire.ReflectionCaveatParameter Parameter(SchemaChange change) => change.Parameter!.ToWire(change.Caveat!);
}
