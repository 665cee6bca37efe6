using System.Text;
using Microsoft.Extensions.Time.Testing;
using Panthera.Files.Content;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Engines;

namespace Panthera.Files.Tests.Support;

/// <summary>A store in memory with one tenant, `acme`, whose root is owned by `user:alice`; its clock is the test's.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly PantheraStoreOptions _options;

    private TestStore(IStorageEngine engine, FileStoreOptions options, FakeTimeProvider time)
    {
        Time = time;
        Engine = engine;
        _options = new() { BlobDirectory = _directory.Data, Time = time, Files = options };
    }

    internal static Caller Operator => Caller.Operator;

    internal static Caller Alice { get; } = User("alice");

    internal static Caller Bob { get; } = User("bob");

    internal FakeTimeProvider Time { get; }

    internal IStorageEngine Engine { get; }

    internal PantheraStore Store { get; private set; } = null!;

    internal Tenant Tenant { get; private set; } = null!;

    internal FileStore Files => Tenant.Files!;

    internal static async Task<TestStore> CreateAsync(FileStoreOptions? options = null, IStorageEngine? engine = null)
    {
        var test = new TestStore(engine ?? new MemoryEngine(), options ?? new(), new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        test.Store = await PantheraStore.OpenAsync(test.Engine, test._options, CancellationToken.None);
        _ = (await test.Store.CreateTenantAsync("acme", SubjectReference.Parse("user:alice"), CancellationToken.None)).Value;
        test.Tenant = (await test.Store.OpenTenantAsync("acme")).Value;
        return test;
    }

    internal static Caller User(string name) => Caller.As(SubjectReference.Parse($"user:{name}"));

    internal async Task<WriteResult> WriteAsync(Caller caller, string path, string text, bool createParents = true) =>
        (await TryWriteAsync(caller, path, text, new() { CreateParents = createParents })).Value;

    internal Task<Outcome<WriteResult>> TryWriteAsync(Caller caller, string path, string text, WriteOptions? options = null) =>
        Files.WriteAsync(caller, path, new MemoryStream(Encoding.UTF8.GetBytes(text)), options ?? WriteOptions.Default, CancellationToken.None);

    internal async Task<string> ReadAsync(Caller caller, string path)
    {
        using var content = Files.OpenRead(caller, path).Value;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, 0, content.SizeBytes, CancellationToken.None);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    internal async Task GrantAsync(string path, string relation, string subject, DateTimeOffset? expiresAt = null) =>
        _ = (await Files.GrantAsync(Caller.Operator, path, relation, SubjectReference.Parse(subject), expiresAt, CancellationToken.None)).Value;

    internal async Task RevokeAsync(string path, string relation, string subject) =>
        _ = (await Files.RevokeAsync(Caller.Operator, path, relation, SubjectReference.Parse(subject), CancellationToken.None)).Value;

    internal string[] Names(Caller caller, string path, bool recursive = false) =>
        [.. Files.List(caller, path, new() { Recursive = recursive, Limit = 10_000 }).Value.Entries.Select(entry => entry.Path + (entry.IsPassage ? " (passage)" : ""))];

    /// <summary>The blob files of all tenants, by name.</summary>
    internal string[] BlobNames => [.. new BlobFiles(_options.BlobDirectory).All().Select(blob => $"{blob.Tenant}/{blob.Name}").Order(StringComparer.Ordinal)];

    internal string BlobDirectory => _options.BlobDirectory!;

    /// <summary>Closes the store and opens it again over what the engine left behind.</summary>
    internal async Task ReopenAsync(Func<IStorageEngine> openEngine)
    {
        await Store.DisposeAsync();
        Store = await PantheraStore.OpenAsync(openEngine(), _options, CancellationToken.None);
        Tenant = (await Store.OpenTenantAsync("acme")).Value;
    }

    /// <summary>Waits until what runs behind the requests has come to a state, waking it and letting the clock go on meanwhile.</summary>
    internal async Task SettleAsync(Func<FileStoreStatistics, bool> isSettled, TimeSpan step = default)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSettled(Files.Statistics()))
        {
            _ = await Files.DeleteAsync(Operator, "/absent", DeleteOptions.Default, patience.Token);
            Time.Advance(step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }
}
