using Panthera.Files;
using Panthera.Permissions;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Benchmarks;

/// <summary>A tenant in memory with a few thousand files seven levels deep, whose `user:bob` reads through nested groups.</summary>
internal sealed class SmallTenant : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("panthera-bench-").FullName;
    private PantheraStore _store = null!;

    internal static FilePath DeepFile { get; } = "/a/b/c/d/e/f/file-0042.txt";

    internal FileStore Files { get; private set; } = null!;

    internal TenantLog Log { get; private set; } = null!;

    internal static async Task<SmallTenant> CreateAsync()
    {
        var made = new SmallTenant();
        made._store = await PantheraStore.OpenAsync(new MemoryEngine(), new() { BlobDirectory = made._directory }, CancellationToken.None);
        _ = (await made._store.CreateTenantAsync("bench", SubjectReference.Parse("user:alice"), CancellationToken.None)).Value;
        var tenant = (await made._store.OpenTenantAsync("bench")).Value;
        made.Files = tenant.Files!;
        made.Log = tenant.Log;
        await made.FillAsync();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task FillAsync()
    {
        var writes = Enumerable.Range(0, 2000).Select(i =>
            Files.WriteAsync(Caller.Operator, $"/a/b/c/d/e/f/file-{i:0000}.txt", new MemoryStream([(byte)i]), new() { CreateParents = true }, CancellationToken.None));
        foreach (var written in await Task.WhenAll(writes)) _ = written.Value;
        foreach (var group in (string[])["eng", "core"]) _ = (await Files.CreateGroupAsync(Caller.Operator, group, null, CancellationToken.None)).Value;
        _ = (await Files.AddGroupMemberAsync(Caller.Operator, "eng", SubjectReference.Parse("group:core#member"), null, CancellationToken.None)).Value;
        _ = (await Files.AddGroupMemberAsync(Caller.Operator, "core", SubjectReference.Parse("user:bob"), null, CancellationToken.None)).Value;
        _ = (await Files.GrantAsync(Caller.Operator, "/a/b", "viewer", SubjectReference.Parse("group:eng#member"), null, CancellationToken.None)).Value;
    }
}
