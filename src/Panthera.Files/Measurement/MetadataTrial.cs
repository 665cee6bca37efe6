using System.Buffers.Binary;
using System.Security.Cryptography;
using Panthera.Files.Content;
using Panthera.Files.Tree;
using Panthera.Files.Tree.Records;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Files.Measurement;

/// <summary>One tenant's tree in its log, without gate and contents, to measure what the tree takes and how fast it is.</summary>
/// <remarks>Only for measurements: nothing is checked. Confined to one thread at a time. It owns the engine.</remarks>
public sealed class MetadataTrial : IAsyncDisposable
{
    private const int LinesPerCommit = 4096;
    private static readonly TypeId s_ownerType = new(1);
    private static readonly CommitOrigin s_origin = new("bench");

    private readonly TenantLogs _logs;
    private readonly TenantLog _log;
    private readonly DiscardingEngine _engine;
    private readonly IdAllocator _ids = new();
    private readonly Dictionary<string, ulong> _owners = new(StringComparer.Ordinal);
    private (string Path, Inode? Directory) _last = ("", null);
    private ulong _hashes;

    private MetadataTrial(TenantLogs logs, TenantLog log, DiscardingEngine engine)
    {
        _logs = logs;
        _log = log;
        _engine = engine;
    }

    /// <summary>Entries, the root included.</summary>
    public long EntryCount => Tree.InodeCount;

    internal TreeState Tree => _log.Published.Of(TreeRoom.Instance);

    /// <summary>Loads what the engine has.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MetadataTrial> OpenAsync(IStorageEngine engine, TimeProvider time, CancellationToken cancellationToken)
    {
        var discarding = new DiscardingEngine(engine);
        var options = new StorageOptions { RecentCommits = 1, HeldSnapshots = 1, KeptCommits = 16 };
        var logs = new TenantLogs(discarding, [PermissionsRoom.Instance, TreeRoom.Instance], options, time);
        var log = await logs.OpenAsync(new(1)).ConfigureAwait(false);
        var trial = new MetadataTrial(logs, log, discarding);
        if (!trial.Tree.IsPresent) await trial.CommitAsync(static (editor, _) => editor.CreateRoot(new(s_ownerType, 1), "operator"), cancellationToken).ConfigureAwait(false);
        return trial;
    }

    /// <summary>Makes the files that lines of path, tab, owner name, each with a content of its own, and their directories.</summary>
    /// <returns>The files made; lines that name no path, or one that exists, are left out.</returns>
    public async Task<long> ImportAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        long made = 0;
        foreach (var part in lines.Chunk(LinesPerCommit))
        {
            await CommitAsync(
                (editor, draft) =>
                {
                    foreach (var line in part) made += TryMake(editor, draft, line) ? 1 : 0;
                },
                cancellationToken).ConfigureAwait(false);
        }

        _last = default;
        return made;
    }

    /// <summary>From now on nothing that is committed reaches the engine.</summary>
    public void DiscardWrites() => _engine.Discards = true;

    /// <summary>What the tree takes, part by part.</summary>
    public TreeMemory Memory() => Tree.CountMemory();

    /// <summary>Finds a path as a stat does.</summary>
    public bool TryStat(FilePath path, out long sizeBytes) => Tree.TryStat(path, out _, out sizeBytes);

    /// <summary>Walks everything in order, a directory before its entries, reading each entry's name, number, kind and size.</summary>
    /// <returns>The entries, and a sum of what was read.</returns>
    public (long Entries, long Sum) ListAll() => Tree.WalkAll();

    /// <summary>Picks paths that exist.</summary>
    public IReadOnlyList<FilePath> Sample(int count, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var tree = Tree;
        List<FilePath> paths = [];
        while (paths.Count < count)
        {
            if (tree.IdOf((uint)random.NextInt64(tree.InodeSlotEnd)) is { Value: not 0 } id && tree.TryGetPath(id, out var path)) paths.Add(path);
        }

        return paths;
    }

    /// <summary>Creates, renames and deletes files at random, a third each, with one snapshot of the beginning held.</summary>
    /// <param name="changes">How many.</param>
    /// <param name="changesPerCommit">How many of them are one commit.</param>
    /// <param name="writers">How many commits wait at a time; the writer takes those that wait as one batch, as it does in production.</param>
    /// <param name="random">Decides which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ChurnAsync(long changes, int changesPerCommit, int writers, Random random, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(random);
        var snapshot = _log.Published;
        var left = changes;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(WriteAsync, cancellationToken))).ConfigureAwait(false);
        GC.KeepAlive(snapshot);

        async Task WriteAsync()
        {
            while (Interlocked.Add(ref left, -changesPerCommit) > -changesPerCommit) await CommitAsync(ChangeSome, cancellationToken).ConfigureAwait(false);
        }

        // All run on the tenant's writer, one after another, and share the random numbers there.
        void ChangeSome(TreeEditor editor, Draft draft)
        {
            for (var i = 0; i < changesPerCommit; i++) Change(editor, draft, random);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _logs.DisposeAsync();

    internal async Task CommitAsync(Action<TreeEditor, Draft> change, CancellationToken cancellationToken) =>
        _ = (await _log.CommitAsync(new TreeChange(_ids, change), s_origin, cancellationToken).ConfigureAwait(false)).Outcome.Value;

    private bool TryMake(TreeEditor editor, Draft draft, string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0 || FilePath.Parse(line[..tab]) is not { IsAccepted: true, Value: { IsRoot: false } path }) return false;
        if (!_owners.TryGetValue(line[(tab + 1)..], out var owner)) _owners.Add(line[(tab + 1)..], owner = (ulong)_owners.Count + 1);
        var key = new ObjectKey(s_ownerType, owner);
        var parent = line[..line.LastIndexOf('/', tab - 1)];
        var directory = _last.Directory;
        if (directory is null || _last.Path != parent)
        {
            directory = editor.Tree.Root;
            foreach (var name in path.Names.AsSpan()[..^1])
            {
                directory = editor.Tree.TryGetChild(directory, name, out var child) ? child : editor.CreateDirectory(directory, name, key, "operator");
                if (!directory.IsDirectory) return false;
            }

            _last = (parent, directory);
        }

        if (editor.Tree.TryGetEntry(SlotId.SlotOf(directory.Id.Value), path.Name.Bytes, out _)) return false;
        MakeFile(editor, draft, directory, path.Name, key);
        return true;
    }

    private void MakeFile(TreeEditor editor, Draft draft, Inode directory, EntryName name, ObjectKey owner)
    {
        Span<byte> hash = stackalloc byte[ContentHash.SizeBytes];
        BinaryPrimitives.WriteUInt64BigEndian(hash, ++_hashes);
        SHA256.HashData(hash[..8], hash);
        var content = _ids.NextContent(draft);
        var size = 1 + (BinaryPrimitives.ReadUInt32BigEndian(hash) >> 12);
        draft.Yield(new ContentRecord(content, new(hash), size, 0));
        editor.CreateFile(directory, name, owner, "operator", content, size, draft.Now);
    }

    private void Change(TreeEditor editor, Draft draft, Random random)
    {
        var file = AnyFile(editor.Tree, random);
        var other = AnyFile(editor.Tree, random);
        if (!editor.Tree.TryGetInode(other.Parent, out var directory)) return;
        switch (random.Next(3))
        {
            case 0:
                if (TryRename(editor.Tree, directory, file, random, out var made)) MakeFile(editor, draft, directory, made, file.Owner);
                break;
            case 1:
                if (TryRename(editor.Tree, directory, file, random, out var moved)) editor.Move(file, directory, moved);
                break;
            default:
                editor.Detach(file);
                if (editor.Tree.TryGetInode(file.Id, out var detached)) editor.Purge(detached);
                if (editor.Tree.TryGetContent(file.Content, out var content) && content.References == 0) draft.Yield(new ContentRecord(content.Id, default, 0, 0, IsRemoval: true));
                break;
        }
    }

    /// <summary>Picks a file, each as likely as any other: taking the next one behind a free slot would delete what stands behind gaps, and make them ever wider.</summary>
    private static Inode AnyFile(TreeState tree, Random random)
    {
        while (true)
        {
            if (tree.IdOf((uint)random.NextInt64(tree.InodeSlotEnd)) is { Value: not 0 } id && tree.TryGetInode(id, out var inode) && !inode.IsDirectory) return inode;
        }
    }

    /// <summary>Makes a name of the same length that differs in its last letters, so that names stay what they were like.</summary>
    private static bool TryRename(TreeState tree, Inode directory, Inode file, Random random, out EntryName name)
    {
        name = default;
        var bytes = file.Name.Bytes.ToArray();
        if (bytes.Length < 5 || bytes.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        for (var i = bytes.Length - 3; i < bytes.Length; i++) bytes[i] = (byte)('a' + random.Next(26));
        return EntryName.TryCreate(bytes, 0, bytes.Length, out name, out _) && !tree.TryGetEntry(SlotId.SlotOf(directory.Id.Value), bytes, out _);
    }
}
