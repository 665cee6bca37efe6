using System.Text;
using Panthera.Files.Checking;
using Panthera.Storage.Tests.Toy;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Tree.Images;

/// <summary>A store in memory with tenant `acme` that writes images to a directory, or only reads them.</summary>
internal sealed class ImageStore : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal string Checkpoints => Path.Combine(_directory.FullPath, "checkpoints");

    /// <summary>What is stored; outlives the store.</summary>
    internal MemoryEngine Memory { get; set; } = new();

    internal PantheraStore Store { get; private set; } = null!;

    internal Tenant Tenant { get; private set; } = null!;

    internal TreeState Tree => Tenant.Log.Published.Of(TreeRoom.Instance);

    internal string Image => Directory.GetFiles(Checkpoints, "*.files").Single();

    internal static async Task<ImageStore> CreateAsync(bool writes, ulong keptCommits = 1000)
    {
        var made = new ImageStore();
        await made.OpenAsync(writes, keptCommits);
        _ = (await made.Store.CreateTenantAsync("acme", SubjectReference.Parse("user:alice"), CancellationToken.None)).Value;
        made.Tenant = (await made.Store.OpenTenantAsync("acme")).Value;
        return made;
    }

    /// <summary>Opens the store anew.</summary>
    /// <param name="writes">Whether every change is followed by an image.</param>
    /// <param name="keptCommits">Commits that the log keeps.</param>
    /// <param name="budgetBytes">What tenants may take; then none is opened.</param>
    internal async Task OpenAsync(bool writes, ulong keptCommits = 1000, long? budgetBytes = null)
    {
        if (Store is not null) await Store.DisposeAsync();
        var options = new PantheraStoreOptions
        {
            BlobDirectory = Path.Combine(_directory.FullPath, "blobs"),
            Storage = new()
            {
                CheckpointDirectory = Checkpoints,
                CheckpointRecords = writes ? 1 : long.MaxValue,
                CheckpointInterval = TimeSpan.Zero,
                KeptCommits = keptCommits,
            },
        };
        if (budgetBytes is { } budget) options = options with { MemoryBudgetBytes = budget };
        Store = await PantheraStore.OpenAsync(new FaultyEngine(Memory), options, CancellationToken.None);
        if (budgetBytes is null && Store.Tenants.Count > 0) Tenant = (await Store.OpenTenantAsync("acme")).Value;
    }

    internal long Count(string statistic) => Store.EngineStatistics()["checkpoints." + statistic];

    /// <summary>Copies what is stored now.</summary>
    internal MemoryEngine Backup()
    {
        var copy = new MemoryEngine();
        foreach (var keyspace in Enum.GetValues<Keyspace>())
        {
            var batch = new EngineBatch();
            using var cursor = Memory.Scan(keyspace, [], Enumerable.Repeat((byte)255, 32).ToArray());
            while (cursor.MoveNext()) batch.Put(keyspace, cursor.Key.ToArray(), cursor.Value.ToArray());
            copy.Write(batch, sync: true);
        }

        return copy;
    }

    internal async Task WriteAsync(string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        _ = (await Tenant.Files!.WriteAsync(Caller.Operator, FilePath.Parse(path).Value, content, new() { CreateParents = true }, CancellationToken.None)).Value;
    }

    /// <summary>Makes many files at once.</summary>
    internal async Task FillAsync(int files)
    {
        var room = Tenant.Files!.Room;
        _ = (await Tenant.Log.CommitAsync(new Filling(room, files), new("test"), CancellationToken.None)).Outcome.Value;
    }

    internal void AssertSameAsRecords()
    {
        // Purging goes on behind: what is compared is of one revision.
        TenantState published, stored;
        do (published, stored) = (Tenant.Log.Published, Tenant.Log.ReadStored());
        while (published.Revision != stored.Revision);
        Assert.Null(TreeComparison.FirstDifference(published.Of(TreeRoom.Instance), stored.Of(TreeRoom.Instance), CancellationToken.None));
        _ = Tree.CountMemory();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }

    private sealed class Filling(FileRoomContext room, int files) : Proposal<bool>
    {
        public override Outcome<bool> Run(Draft draft)
        {
            var editor = new TreeEditor(draft, room.Ids);
            var owner = editor.Tree.Root.Owner;
            Inode? directory = null;
            for (var i = 0; i < files; i++)
            {
                if (i % 1000 == 0) directory = editor.CreateDirectory(editor.Tree.Root, FilePath.Parse($"/d{i / 1000}").Value.Name, owner, "test");
                editor.CreateFile(directory!, FilePath.Parse($"/a-name-of-some-length-{i}").Value.Name, owner, "test", default, 0, DateTimeOffset.UnixEpoch);
            }

            return true;
        }
    }
}
