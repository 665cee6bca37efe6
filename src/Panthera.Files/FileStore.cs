using Panthera.Files.Access;
using Panthera.Files.Content;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files;

/// <summary>The files of one tenant: every operation is guarded, and nothing reaches files but through here.</summary>
/// <remarks>Thread-safe. Reads pin the tenant's head and touch a disk only for contents. Writes are decided by the tenant's writer, and are durable when
/// their task ends. Who cannot see a path gets <see cref="RefusalCode.NotFound"/>, as if it were not there. Every method may throw
/// <see cref="StorageException"/>, which decides nothing.</remarks>
public sealed class FileStore : IAsyncDisposable
{
    private readonly TenantLog _log;
    private readonly TimeProvider _time;
    private readonly FileRoomContext _room;
    private readonly ContentStore _contents;
    private readonly ContentWrites _writes;
    private readonly TenantMaintenance _maintenance;
    private readonly BitmapMaintenance _bitmaps;

    internal FileStore(TenantLog log, BlobFiles blobs, FileStoreOptions options, PermissionStoreOptions permissions, TimeProvider time)
    {
        _log = log;
        _time = time;
        _contents = new(log, blobs, options);
        _room = new(new(new VisibilityCache(options), permissions, options.DirectoryCacheBytes), new IdAllocator(), new(log, _contents.Index), options);
        _writes = new(log, _room, _contents, this);
        _maintenance = new(log, _room, _contents, time);
        _bitmaps = new(log, time);
    }

    internal FileRoomContext Room => _room;

    internal ContentStore Contents => _contents;

    /// <summary>Writes a whole file: overwrites it, or creates it in a directory that exists (or with <see cref="WriteOptions.CreateParents"/>).</summary>
    /// <param name="caller">Who writes. Needs `write` on the file, or on its directory to create it.</param>
    /// <param name="path">Where.</param>
    /// <param name="content">The bytes, read to the end once the caller is known to be allowed.</param>
    /// <param name="options">Conditions; the writer decides them.</param>
    /// <param name="cancellationToken">Gives up; the write may still have happened.</param>
    public Task<Outcome<WriteResult>> WriteAsync(Caller caller, FilePath path, Stream content, WriteOptions options, CancellationToken cancellationToken) =>
        _writes.WriteAsync(caller, path, content, options, cancellationToken);

    /// <summary>Adds bytes at the end of a file that exists. Parallel appends follow one another; none is lost.</summary>
    /// <param name="caller">Who appends. Needs `read` and `write` on the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes to add.</param>
    /// <param name="options">Conditions; only <see cref="WriteOptions.IfMatch"/> and <see cref="WriteOptions.BatchId"/> apply.</param>
    /// <param name="cancellationToken">Gives up; the append may still have happened.</param>
    public Task<Outcome<WriteResult>> AppendAsync(Caller caller, FilePath path, Stream content, WriteOptions options, CancellationToken cancellationToken) =>
        _writes.AppendAsync(caller, path, content, options, cancellationToken);

    /// <summary>Opens a file's content as it is now. The caller disposes it.</summary>
    /// <param name="caller">Who reads. Needs `read`.</param>
    /// <param name="path">The file.</param>
    public Outcome<FileContent> OpenRead(Caller caller, FilePath path) => Open(caller, path, FileOperation.Read, "list it instead");

    /// <summary>Says what is at a path.</summary>
    /// <param name="caller">Who asks. Needs `read`, or the directory leads to something that they can read.</param>
    /// <param name="path">Where.</param>
    public Outcome<FileEntry> Stat(Caller caller, FilePath path)
    {
        using var gate = Pin(caller);
        if (gate.Resolve(path).Target is not { } inode) return gate.NotFound(path);
        var isReadable = gate.Has(OperationTable.Read, inode);
        if (!isReadable && !gate.IsPassage(inode)) return gate.NotFound(path);
        if (Gate.RequireKind(inode, path) is { } misfit) return misfit;
        return gate.Describe(inode, path, !isReadable);
    }

    /// <summary>Whether there is something at a path that the caller can see.</summary>
    public bool Exists(Caller caller, FilePath path) => Stat(caller, path).IsAccepted;

    /// <summary>Lists a directory, showing exactly what the caller can see of it.</summary>
    /// <param name="caller">Who asks. Needs `read`; in a directory that only leads on, they are shown only what does.</param>
    /// <param name="path">The directory.</param>
    /// <param name="options">Which page.</param>
    public Outcome<EntryPage> List(Caller caller, FilePath path, ListOptions options)
    {
        if (options.Limit < 1 || options.Limit > _room.Options.MaxPageSize)
            return new Refusal(RefusalCode.InvalidArgument, $"limit `{options.Limit}` is not between 1 and {_room.Options.MaxPageSize}");
        using var gate = Pin(caller);
        if (gate.Resolve(path).Target is not { } inode || !gate.IsVisible(inode)) return gate.NotFound(path);
        if (!inode.IsDirectory) return new Refusal(RefusalCode.FailedPrecondition, $"`{path}` is a file, not a directory");
        return new DirectoryListing(gate, inode, path, options).Page();
    }

    /// <summary>Makes a directory.</summary>
    /// <param name="caller">Who makes it. Needs `write` on the directory that holds it.</param>
    /// <param name="path">Where.</param>
    /// <param name="createParents">Make missing directories on the way, and take an existing one for a success.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<WriteResult>> MakeDirectoryAsync(Caller caller, FilePath path, bool createParents, CancellationToken cancellationToken) =>
        CommitAsync(caller, new MakeDirectoryProposal(_room, caller, path, createParents), null, cancellationToken);

    /// <summary>Moves a file or a tree of any size in one commit; owners and grants stay on it, and what it inherits follows its new place.</summary>
    /// <param name="caller">Who moves. Needs `write` on the directory it leaves or `share` on it; `write` on the directory it goes to, and on what it replaces.</param>
    /// <param name="from">What to move.</param>
    /// <param name="to">Its new path.</param>
    /// <param name="options">Conditions.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> MoveAsync(Caller caller, FilePath from, FilePath to, MoveOptions options, CancellationToken cancellationToken) =>
        CommitAsync(caller, new MoveProposal(_room, caller, from, to, options), null, cancellationToken);

    /// <summary>Copies a file or a tree, as far as the caller can read it, in one commit. The caller owns the copy; grants stay behind.</summary>
    /// <param name="caller">Who copies. Needs `read` on what is copied, and `write` on the directory that the copy goes to.</param>
    /// <param name="from">What to copy.</param>
    /// <param name="to">The copy's path; nothing may be there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<CopyResult>> CopyAsync(Caller caller, FilePath from, FilePath to, CancellationToken cancellationToken) =>
        CommitAsync(caller, new CopyProposal(_room, caller, from, to), null, cancellationToken);

    /// <summary>Deletes a file or a directory. What is deleted is gone for everybody at once; its room is freed afterwards.</summary>
    /// <param name="caller">Who deletes. Needs `write` on the directory that holds it, or `share` on it.</param>
    /// <param name="path">What to delete.</param>
    /// <param name="options">Conditions.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> DeleteAsync(Caller caller, FilePath path, DeleteOptions options, CancellationToken cancellationToken) =>
        CommitAsync(caller, new DeleteProposal(_room, caller, path, options), null, cancellationToken);

    /// <summary>Grants a relation on a file or directory, and so on everything below it; granting again replaces the expiry.</summary>
    /// <param name="caller">Who grants. Needs `share`, or is a tenant admin.</param>
    /// <param name="path">On what.</param>
    /// <param name="relation">A relation of the schema's `file`, such as `viewer`; `owner` and `parent` are changed by their own operations.</param>
    /// <param name="subject">To whom: `user:bob`, `group:eng#member`, `user:*`.</param>
    /// <param name="expiresAt">When it ends; null for never.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> GrantAsync(Caller caller, FilePath path, string relation, SubjectReference subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CommitAsync(caller, new GrantProposal(_room, caller, path, new(relation, subject, expiresAt), isRevocation: false), null, cancellationToken);

    /// <summary>Takes a grant back; from this commit on nothing rests on it. Not an error when there is none.</summary>
    /// <param name="caller">Who revokes. Needs `share`, or is a tenant admin.</param>
    /// <param name="path">On what.</param>
    /// <param name="relation">The relation.</param>
    /// <param name="subject">From whom.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> RevokeAsync(Caller caller, FilePath path, string relation, SubjectReference subject, CancellationToken cancellationToken) =>
        CommitAsync(caller, new GrantProposal(_room, caller, path, new(relation, subject, null), isRevocation: true), null, cancellationToken);

    /// <summary>Lists the grants on a file or directory itself; not those it inherits, nor its owner.</summary>
    /// <param name="caller">Who asks. Needs `share`, or is a tenant admin.</param>
    /// <param name="path">Of what.</param>
    public Outcome<IReadOnlyList<Grant>> Grants(Caller caller, FilePath path)
    {
        using var gate = Pin(caller);
        if (gate.Resolve(path).Target is not { } inode) return gate.NotFound(path);
        if (gate.Require(FileOperation.Share, inode, path) is { } refusal) return refusal;
        return new Outcome<IReadOnlyList<Grant>>(gate.Permissions.GrantsOn(inode.Id));
    }

    /// <summary>Hands a file or directory to another owner.</summary>
    /// <param name="caller">Who does. Must own it, or be a tenant admin.</param>
    /// <param name="path">What.</param>
    /// <param name="owner">One user or agent of the tenant.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> ChangeOwnerAsync(Caller caller, FilePath path, SubjectReference owner, CancellationToken cancellationToken) =>
        CommitAsync(caller, new ChangeOwnerProposal(_room, caller, path, owner), null, cancellationToken);

    /// <summary>Creates a group without members.</summary>
    /// <param name="caller">A tenant admin, or the operator.</param>
    /// <param name="group">Its id: `eng`.</param>
    /// <param name="manager">Who may change its members besides them; null for nobody.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> CreateGroupAsync(Caller caller, string group, SubjectReference? manager, CancellationToken cancellationToken) =>
        CommitAsync(caller, new GroupProposal(_room, caller, group, GroupChange.Create, manager, null), null, cancellationToken);

    /// <summary>Adds a member to a group; adding again replaces the expiry.</summary>
    /// <param name="caller">One of its managers, a tenant admin, or the operator.</param>
    /// <param name="group">The group's id.</param>
    /// <param name="member">`user:bob`, or the members of another group: `group:core#member`.</param>
    /// <param name="expiresAt">When the membership ends; null for never.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> AddGroupMemberAsync(Caller caller, string group, SubjectReference member, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CommitAsync(caller, new GroupProposal(_room, caller, group, GroupChange.Add, member, expiresAt), null, cancellationToken);

    /// <summary>Removes a member from a group; from this commit on nothing rests on the membership.</summary>
    /// <param name="caller">One of its managers, a tenant admin, or the operator.</param>
    /// <param name="group">The group's id.</param>
    /// <param name="member">The member, as it was added.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Outcome<ChangeResult>> RemoveGroupMemberAsync(Caller caller, string group, SubjectReference member, CancellationToken cancellationToken) =>
        CommitAsync(caller, new GroupProposal(_room, caller, group, GroupChange.Remove, member, null), null, cancellationToken);

    /// <summary>Decides whether a subject has a permission of a path.</summary>
    /// <param name="caller">Who asks: for themselves; for others where they may share; tenant admins and the operator for anybody.</param>
    /// <param name="subject">Of whom.</param>
    /// <param name="permission">A permission or relation of the schema's `file`.</param>
    /// <param name="path">Of what. Not found if the caller cannot see it.</param>
    public Outcome<CheckAnswer> Check(Caller caller, SubjectReference subject, string permission, FilePath path)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (FileChecks.TryCheck(_log.Published, _time.GetUtcNow(), _room.Gates.Permissions, caller, subject, permission, path, out var answer)) return answer;
        using var gate = Pin(caller);
        return FileChecks.Check(gate, subject, permission, path);
    }

    /// <summary>Decides like <see cref="Check"/>, and says why.</summary>
    /// <param name="caller">Who asks; as for a check.</param>
    /// <param name="subject">Of whom.</param>
    /// <param name="permission">A permission or relation of the schema's `file`.</param>
    /// <param name="path">Of what.</param>
    public Outcome<FileExplanation> Explain(Caller caller, SubjectReference subject, string permission, FilePath path)
    {
        using var gate = Pin(caller);
        return FileChecks.Explain(gate, subject, permission, path);
    }

    /// <summary>Counts what the tenant holds.</summary>
    public FileStoreStatistics Statistics()
    {
        var state = _log.Published;
        var tree = state.Of(TreeRoom.Instance);
        return new(tree.InodeCount, tree.ContentCount, tree.DetachedCount, tree.UnreferencedCount, state.Of(PermissionsRoom.Instance).RelationshipCount, state.Revision.Value);
    }

    /// <summary>Counts what the tenant's tree takes in memory, part by part; it walks all of it.</summary>
    public TreeMemory Memory() => _log.Published.Of(TreeRoom.Instance).CountMemory();

    /// <summary>Starts what runs behind the requests.</summary>
    internal void Start()
    {
        _maintenance.Start();
        _bitmaps.Start();
    }

    /// <summary>Stops what runs behind the requests; the tenant's log is closed by who opened it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _bitmaps.DisposeAsync().ConfigureAwait(false);
        await _maintenance.DisposeAsync().ConfigureAwait(false);
    }

    internal Gate Pin(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(_room.Gates, caller, _log.Published, _time.GetUtcNow());
    }

    internal async Task<Outcome<T>> CommitAsync<T>(Caller caller, FileProposal<T> proposal, Guid? batchId, CancellationToken cancellationToken)
    {
        try
        {
            var committed = await _log.CommitAsync(proposal, new(caller.Actor, batchId), cancellationToken).ConfigureAwait(false);
            _maintenance.Wake();
            return committed.Outcome;
        }
        catch (RefusedException exception)
        {
            return exception.Refusal;
        }
    }

    /// <summary>Opens a file's content for an operation on it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="path">The file.</param>
    /// <param name="operation">What they do.</param>
    /// <param name="insteadOfDirectory">What to do with a directory instead.</param>
    internal Outcome<FileContent> Open(Caller caller, FilePath path, FileOperation operation, string insteadOfDirectory)
    {
        while (true)
        {
            using var gate = Pin(caller);
            if (gate.Resolve(path).Target is not { } inode) return gate.NotFound(path);
            if (gate.Require(operation, inode, path) is { } refusal) return refusal;
            if (inode.IsDirectory) return new Refusal(RefusalCode.FailedPrecondition, $"`{path}` is a directory; {insteadOfDirectory}");
            try
            {
                return Open(gate, inode, path);
            }
            catch (StorageException exception) when (exception.Code == StorageErrorCode.Corrupt && WasLetGo(inode.Content))
            {
                // The file has moved on since the state was pinned, and its old bytes are gone or going: read it as it is now.
                // This ends: numbers of contents are never reused, so every turn is a write that happened meanwhile.
            }
        }
    }

    /// <summary>Whether nothing refers to a content any more, so that its bytes may be missing.</summary>
    private bool WasLetGo(ContentId id) =>
        !_log.Published.Of(TreeRoom.Instance).TryGetContent(id, out var content) || content.References == 0;

    private FileContent Open(Gate gate, Inode inode, FilePath path)
    {
        var entry = gate.Describe(inode, path, isPassage: false);
        if (inode.Content == ContentId.Empty) return new(entry, gate.Token, new(default, null));
        if (!gate.Tree.TryGetContent(inode.Content, out var content))
            throw new StorageException(StorageErrorCode.Corrupt, $"the content of `{path}` is missing; run fsck, and restore this tenant from a backup");
        return new(entry, gate.Token, _contents.Open(content));
    }
}
