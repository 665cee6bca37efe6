using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Decides the preconditions of a proposal, against the commits before it.</summary>
internal static class Preconditions
{
    internal static Refusal? Check<TStructure>(Draft draft, TStructure structure, IReadOnlyList<RelationshipPrecondition> preconditions)
        where TStructure : struct, IStructuralRelations
    {
        foreach (var precondition in preconditions)
        {
            if (Check(draft, structure, precondition) is { } failed) return failed;
        }

        return null;
    }

    private static Refusal? Check<TStructure>(Draft draft, TStructure structure, RelationshipPrecondition precondition)
        where TStructure : struct, IStructuralRelations
    {
        if (precondition.Filter.IsEmpty) return new(RefusalCode.InvalidArgument, "a precondition has an empty filter; name at least a resource type") { Reason = PermissionReasons.Unspecified };
        var state = draft.Of(PermissionsRoom.Instance);
        if (RelationshipReader.Validate(state, precondition.Filter) is { } refusal) return refusal;
        var found = RelationshipReader.Rows(state, structure, precondition.Filter, draft.Now).Any();
        if (found == precondition.MustMatch) return null;
        return new(RefusalCode.PreconditionFailed, precondition.MustMatch
            ? $"no relationship matches `{precondition.Filter}`, which the write requires"
            : $"a relationship matches `{precondition.Filter}`, which the write rules out")
        {
            Reason = PermissionReasons.WriteOrDeletePreconditionFailure,
        };
    }
}
