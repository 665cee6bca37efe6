using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Measurement;

/// <summary>Fills tenants of a store without a gate, and reads their trees whole: only for measurements.</summary>
public static class TenantTrial
{
    private const int LinesPerCommit = 4096;
    private static readonly CommitOrigin s_origin = new("bench");

    /// <summary>Makes the files that lines of path, tab, owner name, without contents, and their directories; what exists is left out.</summary>
    /// <param name="tenant">A tenant with files.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="hasOwners">Whether files are owned by those named, or all by who owns the root.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ImportAsync(Tenant tenant, IEnumerable<string> lines, bool hasOwners, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        foreach (var part in lines.Chunk(LinesPerCommit))
        {
            var change = new TreeChange(tenant.Files!.Room.Ids, (editor, draft) =>
            {
                foreach (var line in part) Make(editor, draft, line, hasOwners);
            });
            _ = (await tenant.Log.CommitAsync(change, s_origin, cancellationToken).ConfigureAwait(false)).Outcome.Value;
        }
    }

    /// <summary>Entries of a tenant.</summary>
    public static long CountEntries(Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return tenant.Log.Published.Of(TreeRoom.Instance).InodeCount;
    }

    /// <summary>Brings all of a tenant's tree into memory.</summary>
    public static void ReadWhole(Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        tenant.Log.Published.Of(TreeRoom.Instance).ReadWhole();
    }

    /// <summary>Waits until tenants that had to leave memory have left it.</summary>
    public static Task SettleAsync(PantheraStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.SettleResidencyAsync();
    }

    /// <summary>Opens a tree of its own on an image, and brings all of it into memory.</summary>
    /// <returns>What finds a path in it; it holds the tree.</returns>
    public static Func<FilePath, bool> OpenImage(string path)
    {
        var file = File.OpenHandle(path);
        if (!TreeRoom.Instance.TryOpenImage(file, path, out _, out var state)) throw new StorageException(StorageErrorCode.Corrupt, $"`{path}` is no image");
        var tree = (TreeState)state;
        tree.ReadWhole();
        return found => tree.TryStat(found, out _, out _);
    }

    private static void Make(TreeEditor editor, Draft draft, string line, bool hasOwners)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0 || FilePath.Parse(line[..tab]) is not { IsAccepted: true, Value: { IsRoot: false } path }) return;
        var owner = editor.Tree.Root.Owner;
        if (hasOwners)
        {
            var structure = new TreeStructure(draft.Of(TreeRoom.Instance));
            owner = RelationshipWriter.Intern(draft, structure, SubjectReference.Parse("user:" + line[(tab + 1)..].Replace('/', '-').Replace('.', '_')).Object).Value;
        }

        var directory = editor.Tree.Root;
        for (var i = 0; i + 1 < path.Names.Length && directory.IsDirectory; i++)
            directory = editor.Tree.TryGetChild(directory, path.Names[i], out var child) ? child : editor.CreateDirectory(directory, path.Names[i], owner, "operator");
        if (!directory.IsDirectory || editor.Tree.TryGetChild(directory, path.Name, out _)) return;
        editor.CreateFile(directory, path.Name, owner, "operator", default, 0, draft.Now);
    }
}
