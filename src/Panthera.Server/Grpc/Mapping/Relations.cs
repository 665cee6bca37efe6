using Google.Protobuf.WellKnownTypes;
using Panthera.Permissions;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Relationships;
using Panthera.Server.Grpc.Errors;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Relationships and changes of them.</summary>
internal static class Relations
{
    internal static Relationship ToRelationship(this Wire.Relationship? wire)
    {
        if (wire is null) throw WireErrors.Invalid("`relationship` is missing");
        return new(wire.Resource.ToResource(), wire.Relation, wire.Subject.ToSubject(), ToTime(wire.OptionalExpiresAt), ToCaveat(wire.OptionalCaveat));
    }

    internal static Wire.Relationship ToWire(this Relationship relationship) => new()
    {
        Resource = relationship.Resource.ToWire(),
        Relation = relationship.Relation,
        Subject = relationship.Subject.ToWire(),
        OptionalCaveat = relationship.Caveat is { } caveat ? new() { CaveatName = caveat.Name, Context = (caveat.Context ?? CaveatContext.Empty).ToStruct() } : null,
        OptionalExpiresAt = relationship.ExpiresAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };

    internal static RelationshipUpdate[] ToUpdates(this IReadOnlyList<Wire.RelationshipUpdate> wire)
    {
        var updates = new RelationshipUpdate[wire.Count];
        for (var i = 0; i < updates.Length; i++)
        {
            var operation = wire[i].Operation switch
            {
                Wire.RelationshipUpdate.Types.Operation.Create => RelationshipOperation.Create,
                Wire.RelationshipUpdate.Types.Operation.Touch => RelationshipOperation.Touch,
                Wire.RelationshipUpdate.Types.Operation.Delete => RelationshipOperation.Delete,
                _ => throw WireErrors.Invalid($"update {i} has no `operation`; it is `OPERATION_CREATE`, `OPERATION_TOUCH` or `OPERATION_DELETE`"),
            };
            updates[i] = new(operation, wire[i].Relationship.ToRelationship());
        }

        return updates;
    }

    private static RelationshipCaveat? ToCaveat(Wire.ContextualizedCaveat? wire)
    {
        if (wire is null) return null;
        if (wire.CaveatName.Length == 0) throw WireErrors.Invalid("`optional_caveat` has no `caveat_name`; name it, or leave the whole caveat out");
        return new(wire.CaveatName, wire.Context is { Fields.Count: > 0 } context ? context.ToContext("context") : null);
    }

    private static DateTimeOffset? ToTime(Timestamp? wire)
    {
        if (wire is null) return null;
        try
        {
            return wire.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            throw WireErrors.Invalid("`optional_expires_at` lies outside of the years 1 to 9999");
        }
    }
}
