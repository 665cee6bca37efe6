using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage.Engines;

namespace Panthera.Cli.Bench.Dispatch;

/// <summary>A bare tenant of four definitions with intersections and exclusions: documents in folders twenty levels deep, people in groups.</summary>
internal sealed class DeepData : IAsyncDisposable
{
    internal const int Levels = 20;
    internal const int Users = 1000;
    internal const int Groups = 100;
    internal const int Chains = 50;
    private const int DocumentsOfFolder = 10;
    private const int Batch = 1000;

    private const string Schema = """
        definition user {}
        definition group {
            relation member: user | group#member
        }
        definition folder {
            relation parent: folder
            relation viewer: user | group#member
            relation cleared: user | group#member
            relation banned: user
            permission open = viewer + parent->open
            permission safe = cleared + parent->safe
            permission view = (open & safe) - banned
        }
        definition document {
            relation folder: folder
            relation reader: user | group#member
            permission view = (reader + folder->view) & folder->safe
        }
        """;

    private readonly PantheraStore _store;

    private DeepData(PantheraStore store, Tenant tenant)
    {
        _store = store;
        Permissions = tenant.Permissions;
    }

    internal PermissionStore Permissions { get; }

    internal static int Documents => Chains * Levels * DocumentsOfFolder;

    internal static async Task<DeepData> MakeAsync(int seed, PermissionPieces pieces, CancellationToken cancellationToken)
    {
        var options = new PantheraStoreOptions { BlobDirectory = null, Permissions = new() { Pieces = pieces } };
        var store = await PantheraStore.OpenAsync(new MemoryEngine(), options, cancellationToken);
        _ = (await store.CreateBareTenantAsync("deep", cancellationToken)).Value;
        var data = new DeepData(store, (await store.OpenTenantAsync("deep")).Value);
        _ = (await data.Permissions.WriteSchemaAsync(Schema, cancellationToken)).Value;
        foreach (var relationships in Relationships(new(seed)).Distinct().Chunk(Batch)) await data.WriteAsync(RelationshipOperation.Touch, relationships, cancellationToken);
        return data;
    }

    internal static CheckItem Question(int document, int user) => new(new("document", $"d{document}"), "view", new("user", $"u{user}"));

    internal async Task WriteAsync(RelationshipOperation operation, IEnumerable<string> relationships, CancellationToken cancellationToken) =>
        _ = (await Permissions.WriteRelationshipsAsync([.. relationships.Select(text => new RelationshipUpdate(operation, Relationship.Parse(text)))], [], null, cancellationToken)).Value;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static IEnumerable<string> Relationships(Random random)
    {
        for (var user = 0; user < Users; user++)
        {
            for (var i = 0; i < 3; i++) yield return $"group:g{random.Next(Groups)}#member@user:u{user}";
        }

        for (var group = 1; group < Groups; group++) yield return $"group:g{random.Next(group)}#member@group:g{group}#member";
        for (var chain = 0; chain < Chains; chain++)
        {
            for (var level = 0; level < Levels; level++)
            {
                var folder = $"folder:f{(chain * Levels) + level}";
                if (level > 0) yield return $"{folder}#parent@folder:f{(chain * Levels) + level - 1}";
                yield return $"{folder}#banned@user:u{random.Next(Users)}";
                if (level % 4 == 0) yield return $"{folder}#viewer@group:g{random.Next(Groups)}#member";
                if (level % 6 == 0) yield return $"{folder}#cleared@group:g{random.Next(Groups)}#member";
                for (var i = 0; i < DocumentsOfFolder; i++)
                {
                    var document = (((chain * Levels) + level) * DocumentsOfFolder) + i;
                    yield return $"document:d{document}#folder@{folder}";
                    yield return $"document:d{document}#reader@user:u{random.Next(Users)}";
                }
            }
        }
    }
}
