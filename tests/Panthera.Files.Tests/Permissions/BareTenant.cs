using Microsoft.Extensions.Time.Testing;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Permissions;

/// <summary>A store in memory with one bare tenant, `docs`; its clock is the test's, and its quanta begin at full seconds of five.</summary>
internal sealed class BareTenant : IAsyncDisposable
{
    internal const string Schema = """
        use expiration
        definition user {}
        definition group { relation member: user | group#member | user with expiration }
        definition doc {
            relation owner: user
            relation viewer: user | user:* | group#member | user with expiration
            permission view = viewer + owner
        }
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly PantheraStoreOptions _options;

    private BareTenant(IStorageEngine engine, PermissionStoreOptions? options, StorageOptions? storage)
    {
        Engine = engine;
        Time = new(Start);
        _options = new()
        {
            BlobDirectory = _directory.Data,
            Time = Time,
            Storage = storage ?? new() { Random = new FixedRandom() },
            Permissions = options ?? new(),
        };
    }

    internal static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal IStorageEngine Engine { get; }

    internal FakeTimeProvider Time { get; }

    internal PantheraStore Store { get; private set; } = null!;

    internal Tenant Tenant { get; private set; } = null!;

    internal PermissionStore Permissions => Tenant.Permissions;

    internal string BlobDirectory => _options.BlobDirectory!;

    internal static async Task<BareTenant> CreateAsync(string? schema = Schema, PermissionStoreOptions? options = null, StorageOptions? storage = null)
    {
        var test = new BareTenant(new MemoryEngine(), options, storage);
        test.Store = await PantheraStore.OpenAsync(test.Engine, test._options, CancellationToken.None);
        _ = (await test.Store.CreateBareTenantAsync("docs", CancellationToken.None)).Value;
        test.Tenant = (await test.Store.OpenTenantAsync("docs")).Value;
        if (schema is not null) _ = (await test.Permissions.WriteSchemaAsync(schema, CancellationToken.None)).Value;
        return test;
    }

    internal Task<Outcome<ZedToken>> TryWriteAsync(RelationshipOperation operation, params string[] relationships) =>
        Permissions.WriteRelationshipsAsync([.. relationships.Select(text => new RelationshipUpdate(operation, Relationship.Parse(text)))], [], null, CancellationToken.None);

    internal async Task<ZedToken> TouchAsync(params string[] relationships) => (await TryWriteAsync(RelationshipOperation.Touch, relationships)).Value;

    internal async Task<ZedToken> DeleteAsync(params string[] relationships) => (await TryWriteAsync(RelationshipOperation.Delete, relationships)).Value;

    internal async Task<bool> AllowsAsync(Consistency consistency, string question)
    {
        var asked = Relationship.Parse(question);
        var answer = await Permissions.CheckAsync(consistency, new(asked.Resource, asked.Relation, asked.Subject), CancellationToken.None);
        return answer.Value.Result.IsAllowed;
    }

    internal async Task<string[]> ReadAsync(RelationshipFilter filter, Consistency? consistency = null, int limit = 0, string? cursor = null)
    {
        var stream = await Permissions.ReadRelationshipsAsync(consistency ?? Consistency.FullyConsistent, filter, limit, cursor, CancellationToken.None);
        return [.. stream.Value.Relationships.Select(found => found.Relationship.ToString())];
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Every quantum begins where the clock says, and every log at the same epoch.</summary>
    private sealed class FixedRandom : Random
    {
        public override int Next() => 1;

        public override int Next(int maxValue) => 0;
    }
}
