using Panthera.Files.Tree;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Access;

/// <summary>Decides what one caller may do and see at one pinned state: every file operation passes here, and nowhere else.</summary>
/// <remarks>
/// <para>Made for one request, or for one run of a proposal over the draft; confined to one thread.</para>
/// <para>INVARIANT (not-revealed): what the caller cannot see is refused exactly as what does not exist.</para>
/// </remarks>
internal sealed class Gate : IDisposable
{
    private readonly GateContext _context;
    private readonly PermissionView _permissions;
    private VisibleDirectories? _visible;

    internal Gate(GateContext context, Caller caller, TenantState state, DateTimeOffset now)
    {
        _context = context;
        Caller = caller;
        State = state;
        Now = now;
        Tree = state.Of(TreeRoom.Instance);
        Tree.Directories.MaxBytes = context.DirectoryCacheBytes;
        _permissions = new(state, Tree, now, context.Permissions);
        Subject = caller.Subject is { } subject ? _permissions.Find(subject) : default;
    }

    internal Caller Caller { get; }

    internal TenantState State { get; }

    internal DateTimeOffset Now { get; }

    internal TreeState Tree { get; }

    internal PermissionView Permissions => _permissions;

    /// <summary>The caller's subject by number; an unknown one still matches wildcards.</summary>
    internal SubjectKey Subject { get; }

    internal ZedToken Token => State.Token;

    private bool IsOperator => Caller.Kind == CallerKind.Operator;

    /// <summary>Follows a path as far as it goes.</summary>
    internal Resolution Resolve(FilePath path) => Tree.Resolve(path);

    /// <summary>Whether the caller has a permission of a file.</summary>
    internal bool Has(string permission, Inode inode) => IsOperator || _permissions.Decide(inode.Id, permission, Subject).IsAllowed;

    public void Dispose() => _permissions.Dispose();

    /// <summary>Whether the caller may do something to an entry.</summary>
    internal bool May(FileOperation operation, Inode entry)
    {
        var rule = OperationTable.Of(operation);
        if (IsOperator || (rule.AdminMay && Caller.Kind == CallerKind.TenantAdmin)) return true;
        if (rule.OwnerOnly) return Subject.Object == entry.Owner && Subject.Id != ObjectKey.Unknown;
        if (rule.OrOnParent is { } onParent && Tree.TryGetInode(entry.Parent, out var parent) && Has(onParent, parent)) return true;
        foreach (var permission in rule.OnEntry)
        {
            if (!Has(permission, entry)) return false;
        }

        return true;
    }

    /// <summary>Refuses what the caller may not do to an entry that exists: as denied if they can see it, as not found otherwise.</summary>
    /// <returns>Null if they may, and the path names what is there.</returns>
    internal Refusal? Require(FileOperation operation, Inode entry, FilePath path)
    {
        if (May(operation, entry)) return RequireKind(entry, path);
        return IsVisible(entry) ? Denied(operation, path) : NotFound(path);
    }

    /// <summary>Refuses a path with a slash at its end that names a file. Asked only once the caller is known to see it.</summary>
    internal static Refusal? RequireKind(Inode entry, FilePath path) =>
        path.MustBeDirectory && !entry.IsDirectory ? new(RefusalCode.FailedPrecondition, $"`{path}` is a file, not a directory") : null;

    /// <summary>Whether the caller can read it, or passes it on the way to something that they can read.</summary>
    internal bool IsVisible(Inode inode) => Has(OperationTable.Read, inode) || IsPassage(inode);

    /// <summary>Whether it is a directory above something that the caller can read; asked only of what they cannot read.</summary>
    internal bool IsPassage(Inode inode)
    {
        if (!inode.IsDirectory || IsOperator) return false;
        _visible ??= _context.Visibility.Of(this);
        return _visible.Contains(inode.Id);
    }

    /// <summary>Refuses to create at a path that names nothing the caller may overwrite.</summary>
    /// <remarks>The answer depends only on what the caller can see: a hidden entry on the way is as good as none.</remarks>
    /// <param name="resolution">How far the path leads.</param>
    /// <param name="path">The path to create.</param>
    /// <param name="createParents">Whether missing directories would be made.</param>
    internal Refusal RefuseCreate(Resolution resolution, FilePath path, bool createParents)
    {
        var (inode, depth) = (resolution.Deepest, resolution.Depth);
        var at = path;
        while (at.Names.Length > depth) at = at.Parent;
        while (!IsVisible(inode) || at.Names.Length == path.Names.Length)
        {
            if (inode.Id == InodeId.Root) return NotFound(path);
            if (!Tree.TryGetInode(inode.Parent, out var parent)) return NotFound(path);
            (inode, at) = (parent, at.Parent);
        }

        if (at.Names.Length == path.Names.Length - 1 || createParents) return Denied(FileOperation.Create, at);
        return inode.IsDirectory && May(FileOperation.Create, inode) ? MissingDirectory(path, at.Names.Length + 1) : NotFound(path);
    }

    /// <summary>Refuses to create below a directory that is not there, or that is as good as not there.</summary>
    internal static Refusal MissingDirectory(FilePath path, int depth)
    {
        while (path.Names.Length > depth) path = path.Parent;
        return new(RefusalCode.NotFound, $"directory `{path}` does not exist; make it first, or ask for parents to be made");
    }

    internal Refusal NotFound(FilePath path) => IsOperator
        ? new(RefusalCode.NotFound, $"`{path}` does not exist")
        : new(RefusalCode.NotFound, $"`{path}` does not exist, or `{Caller.Subject}` may not see it");

    internal Refusal Denied(FileOperation operation, FilePath path)
    {
        var rule = OperationTable.Of(operation);
        return new(RefusalCode.Denied, $"`{Caller.Subject}` may not {rule.Verb} `{path}`: {rule.Need}");
    }

    /// <summary>What the caller is told of an entry.</summary>
    internal FileEntry Describe(Inode inode, FilePath path, bool isPassage) => isPassage
        ? new FileEntry { Path = path, Kind = inode.Kind, IsPassage = true }
        : new FileEntry
        {
            Path = path,
            Kind = inode.Kind,
            Id = inode.Id,
            Version = inode.Version,
            SizeBytes = inode.SizeBytes,
            ModifiedAt = inode.ModifiedAt,
            Owner = _permissions.NameOf(inode.Owner),
            CreatedBy = inode.CreatedBy,
        };
}
