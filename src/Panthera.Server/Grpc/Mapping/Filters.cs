using Panthera.Permissions.Relationships;
using Panthera.Server.Grpc.Errors;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Filters of relationships and preconditions. That their parts fit together, the permission store checks.</summary>
internal static class Filters
{
    internal static RelationshipFilter ToRequiredFilter(this Wire.RelationshipFilter? wire) =>
        wire is null ? throw WireErrors.Invalid("`relationship_filter` is missing; name at least a `resource_type`") : ToFilter(wire);

    internal static RelationshipFilter ToFilter(this Wire.RelationshipFilter wire)
    {
        var subject = wire.OptionalSubjectFilter;
        if (subject is { SubjectType.Length: 0 }) throw WireErrors.Invalid("`optional_subject_filter` has no `subject_type`; name it, or leave the whole subject filter out");
        return new()
        {
            ResourceType = References.NullIfEmpty(wire.ResourceType),
            ResourceId = References.NullIfEmpty(wire.OptionalResourceId),
            ResourceIdPrefix = References.NullIfEmpty(wire.OptionalResourceIdPrefix),
            Relation = References.NullIfEmpty(wire.OptionalRelation),
            SubjectType = subject?.SubjectType,
            SubjectId = subject is null ? null : References.NullIfEmpty(subject.OptionalSubjectId),
            // Set and empty means a subject without a relation.
            SubjectRelation = subject?.OptionalRelation?.Relation,
        };
    }

    internal static RelationshipPrecondition[] ToPreconditions(this IReadOnlyList<Wire.Precondition> wire)
    {
        var preconditions = new RelationshipPrecondition[wire.Count];
        for (var i = 0; i < preconditions.Length; i++)
        {
            var mustMatch = wire[i].Operation switch
            {
                Wire.Precondition.Types.Operation.MustMatch => true,
                Wire.Precondition.Types.Operation.MustNotMatch => false,
                _ => throw WireErrors.Invalid($"precondition {i} has no `operation`; it is `OPERATION_MUST_MATCH` or `OPERATION_MUST_NOT_MATCH`"),
            };
            preconditions[i] = new(mustMatch, wire[i].Filter is { } filter ? filter.ToFilter() : new RelationshipFilter());
        }

        return preconditions;
    }
}
