using Panthera.Files.Tree;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>The graph over a pinned state, with the pieces that the options allow.</summary>
internal static class Graphs
{
    internal static PermissionGraph<TreeStructure> Of(
        TenantState snapshot,
        TreeState tree,
        DateTimeOffset now,
        CaveatContext? context,
        int maxDepth,
        PermissionStoreOptions options,
        CancellationToken cancellationToken = default)
    {
        // A load that followed a failed write begins with the default limits.
        var indexes = snapshot.Of(PermissionsRoom.Instance).Indexes;
        if (!ReferenceEquals(indexes.Limits, options.Caches)) indexes.Limits = options.Caches;
        return new(snapshot, new TreeStructure(tree), now, context, maxDepth, options.Pieces) { Cancellation = cancellationToken };
    }
}
