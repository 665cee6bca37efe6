using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Says who can own a file: one subject, of a type that the schema lists for `file#owner`.</summary>
internal static class OwnerRule
{
    internal static Refusal? Refuse(Draft draft, SubjectReference owner)
    {
        if (owner.Relation is not null || owner.IsWildcard)
            return new(RefusalCode.InvalidArgument, $"an owner is one user or agent, not `{owner}`");
        if (owner.Id.StartsWith('='))
            return new(RefusalCode.InvalidArgument, $"`{owner}` is not of this tenant; an owner is");
        var schema = draft.Of(PermissionsRoom.Instance).Schema;
        if (schema.TryGetDefinition(FileIdText.TypeName, out var file)
            && file.TryGetMember(FileIdText.OwnerRelation, out var member)
            && member is Relation relation
            && relation.Allows(owner.Type, null, wildcard: false, caveat: null, expires: false)) return null;
        return new(RefusalCode.InvalidArgument, $"`{owner.Type}` cannot own files; the schema lists the types of `file#owner`");
    }
}
