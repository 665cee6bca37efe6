using Panthera.Files;
using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Cli.Client;

/// <summary>What the commands need of a store, wherever it is: opened in this process, or behind a server.</summary>
/// <remarks>Thread-safe. What a call may do is decided by the store, never here. A call that its side of the wire does not offer throws
/// <see cref="Output.UsageException"/>, saying what to do instead.</remarks>
internal interface IPantheraClient : IAsyncDisposable
{
    /// <summary>Whether modification times can be given with writes.</summary>
    bool KeepsModificationTimes { get; }

    Task<Outcome<FileEntry>> StatAsync(string path, CancellationToken cancellationToken);

    Task<Outcome<EntryPage>> ListAsync(string path, ListOptions options, CancellationToken cancellationToken);

    /// <summary>Copies a content, or a part of it, to a stream.</summary>
    Task<Outcome<FileEntry>> ReadAsync(string path, ByteRange? range, Stream destination, CancellationToken cancellationToken);

    /// <summary>The SHA-256 of a file's content in hexadecimal.</summary>
    Task<Outcome<string>> HashAsync(string path, CancellationToken cancellationToken);

    Task<Outcome<WriteResult>> WriteAsync(string path, Stream content, WriteOptions options, CancellationToken cancellationToken);

    Task<Outcome<WriteResult>> MakeDirectoryAsync(string path, bool createParents, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> MoveAsync(string from, string to, MoveOptions options, CancellationToken cancellationToken);

    Task<Outcome<CopyResult>> CopyAsync(string from, string to, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> DeleteAsync(string path, DeleteOptions options, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> GrantAsync(string path, string relation, SubjectReference subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> RevokeAsync(string path, string relation, SubjectReference subject, CancellationToken cancellationToken);

    Task<Outcome<IReadOnlyList<Grant>>> GrantsAsync(string path, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> ChangeOwnerAsync(string path, SubjectReference owner, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> CreateGroupAsync(string group, SubjectReference? manager, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> AddGroupMemberAsync(string group, SubjectReference member, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    Task<Outcome<ChangeResult>> RemoveGroupMemberAsync(string group, SubjectReference member, CancellationToken cancellationToken);

    Task<Outcome<CheckAnswer>> CheckAsync(SubjectReference subject, string permission, string path, CancellationToken cancellationToken);

    Task<Outcome<FileExplanation>> ExplainAsync(SubjectReference subject, string permission, string path, CancellationToken cancellationToken);

    Task<Outcome<TenantInfo>> CreateTenantAsync(string name, SubjectReference? owner, CancellationToken cancellationToken);

    Task<Outcome<TenantInfo>> DropTenantAsync(string name, CancellationToken cancellationToken);

    Task<Outcome<IReadOnlyList<TenantInfo>>> TenantsAsync(CancellationToken cancellationToken);

    Task<Outcome<NamedToken>> MintTokenAsync(TokenScope scope, string? tenant, SubjectReference? subject, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    Task<Outcome<NamedToken>> RevokeTokenAsync(ulong id, CancellationToken cancellationToken);

    Task<Outcome<IReadOnlyList<NamedToken>>> TokensAsync(CancellationToken cancellationToken);

    /// <summary>The tenant's schema as it was written.</summary>
    Task<Outcome<string>> ReadSchemaAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the tenant's schema; it gives the token of the moment.</summary>
    Task<Outcome<string>> WriteSchemaAsync(string schema, CancellationToken cancellationToken);

    /// <summary>Counts by stable, dotted names: of the tenant, if one is named or there is only one, and of the engine.</summary>
    Task<IReadOnlyDictionary<string, long>> StatisticsAsync(CancellationToken cancellationToken);

    Task<FsckReport> FsckAsync(IProgress<long>? progress, CancellationToken cancellationToken);
}
