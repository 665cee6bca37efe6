using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>The files of one tenant: every operation is guarded, and nothing reaches files but through here.</summary>
/// <remarks>Thread-safe. Reads pin the tenant's head and never touch a disk but for contents. Writes are decided by the tenant's writer and are
/// durable when their task ends. Who cannot see a path gets <see cref="RefusalCode.NotFound"/>, as if it were not there.</remarks>
public sealed class FileStore
{
    public Task<Outcome<WriteResult>> WriteAsync(Caller caller, FilePath path, Stream content, WriteOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<WriteResult>> AppendAsync(Caller caller, FilePath path, Stream content, WriteOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Outcome<FileContent> OpenRead(Caller caller, FilePath path) => throw new NotImplementedException();

    public Outcome<FileEntry> Stat(Caller caller, FilePath path) => throw new NotImplementedException();

    public bool Exists(Caller caller, FilePath path) => throw new NotImplementedException();

    public Outcome<EntryPage> List(Caller caller, FilePath directory, ListOptions options) => throw new NotImplementedException();

    public Task<Outcome<WriteResult>> MakeDirectoryAsync(Caller caller, FilePath path, bool createParents, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> MoveAsync(Caller caller, FilePath from, FilePath to, MoveOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<CopyResult>> CopyAsync(Caller caller, FilePath from, FilePath to, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> DeleteAsync(Caller caller, FilePath path, DeleteOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> GrantAsync(Caller caller, FilePath path, string relation, SubjectReference subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> RevokeAsync(Caller caller, FilePath path, string relation, SubjectReference subject, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Outcome<IReadOnlyList<Grant>> Grants(Caller caller, FilePath path) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> ChangeOwnerAsync(Caller caller, FilePath path, SubjectReference owner, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> CreateGroupAsync(Caller caller, string group, SubjectReference? manager, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> AddGroupMemberAsync(Caller caller, string group, SubjectReference member, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<ChangeResult>> RemoveGroupMemberAsync(Caller caller, string group, SubjectReference member, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Outcome<CheckAnswer> Check(Caller caller, SubjectReference subject, string permission, FilePath path) => throw new NotImplementedException();

    public Outcome<FileExplanation> Explain(Caller caller, SubjectReference subject, string permission, FilePath path) => throw new NotImplementedException();

    public FileStoreStatistics Statistics() => throw new NotImplementedException();
}
