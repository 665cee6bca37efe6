using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Files.Access;

/// <summary>The permission room over one pinned state and one reading of the clock.</summary>
internal sealed class PermissionView
{
    internal PermissionView(PermissionsState state, TreeState tree, DateTimeOffset now)
    {
        State = state;
        Structure = new(tree);
        Now = now;
    }

    internal PermissionsState State { get; }

    internal TreeStructure Structure { get; }

    internal DateTimeOffset Now { get; }

    internal SubjectReference NameOf(ObjectKey key)
    {
        var (type, id) = References.Format(State, Structure, key);
        return new(type, id);
    }

    internal bool Exists(ObjectReference reference) =>
        References.TryFind(State, Structure, reference, out var key) && key.Id != ObjectKey.Unknown;
}
