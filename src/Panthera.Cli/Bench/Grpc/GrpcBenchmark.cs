using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Panthera.Files;
using Panthera.Protocol.V1;
using Panthera.Server;
using Panthera.Server.Grpc;

namespace Panthera.Cli.Bench.Grpc;

/// <summary>How many checks a second the gRPC server answers, beside a handler that returns a constant of the same messages.</summary>
internal sealed class GrpcBenchmark : IBenchmark
{
    // Many short turns: what else the machine does then meets both, and the median forgets the worst.
    private const int Turns = 41;
    private const string Tenant = "grpc";
    private const string Schema = "definition user {}\ndefinition document {\n  relation viewer: user\n  permission view = viewer\n}";

    public string Name => "grpc";

    public string Summary => "unary CheckPermission over gRPC, in turns with a handler that returns a constant";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long> { ["clients"] = 32, ["documents"] = 1000 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        context.Progress("writing relationships");
        await using var temporary = await TemporaryStore.CreateAsync(durable: false, cancellationToken);
        var key = await FillAsync(context, temporary.Store, cancellationToken);
        await using var server = PantheraServer.Create(temporary.Store, new PantheraServerOptions { Port = 0, Grpc = new GrpcOptions { Port = 0 } });
        await server.StartAsync(cancellationToken);
        using var channel = GrpcChannel.ForAddress(server.GrpcUrls[0]);
        var (headers, requests) = (new Metadata { { "authorization", "Bearer " + key } }, Requests(context.Size("documents")));
        var panthera = new PermissionsService.PermissionsServiceClient(channel);
        var answer = await panthera.CheckPermissionAsync(requests[0], headers, cancellationToken: cancellationToken);
        if (answer.Permissionship != CheckPermissionResponse.Types.Permissionship.HasPermission) throw new InvalidOperationException("the check is not answered as it should be");

        await using var constant = await ConstantServer.StartAsync(answer, cancellationToken);
        using var other = GrpcChannel.ForAddress(constant.Url);
        await CompareAsync(context, panthera, new(other), requests, headers, cancellationToken);
    }

    private static async Task<string> FillAsync(BenchContext context, PantheraStore store, CancellationToken cancellationToken)
    {
        _ = (await store.CreateBareTenantAsync(Tenant, cancellationToken)).Value;
        var permissions = (await store.OpenTenantAsync(Tenant)).Value.Permissions;
        _ = (await permissions.WriteSchemaAsync(Schema, cancellationToken)).Value;
        foreach (var batch in Enumerable.Range(0, context.Size("documents")).Chunk(permissions.Options.MaxUpdatesPerWrite))
        {
            var updates = batch.Select(i => new Permissions.Relationships.RelationshipUpdate(
                Permissions.Relationships.RelationshipOperation.Touch, Permissions.Relationship.Parse($"document:d{i}#viewer@user:u{i}"))).ToArray();
            _ = (await permissions.WriteRelationshipsAsync(updates, [], null, cancellationToken)).Value;
        }

        return (await store.MintTokenAsync(TokenScope.Permissions, Tenant, null, null, cancellationToken)).Value.Secret;
    }

    private static CheckPermissionRequest[] Requests(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new CheckPermissionRequest
        {
            Consistency = new() { FullyConsistent = true },
            Resource = new() { ObjectType = "document", ObjectId = $"d{i}" },
            Permission = "view",
            Subject = new() { Object = new() { ObjectType = "user", ObjectId = $"u{i}" } },
        }),
    ];

    /// <summary>Turn by turn, so that whatever else the machine does meets both.</summary>
    private static async Task CompareAsync(
        BenchContext context,
        PermissionsService.PermissionsServiceClient panthera,
        PermissionsService.PermissionsServiceClient constant,
        CheckPermissionRequest[] requests,
        Metadata headers,
        CancellationToken cancellationToken)
    {
        var turn = context.Duration / Turns;
        Task<double> RateAsync(PermissionsService.PermissionsServiceClient client) => MeasureAsync(client, requests, headers, context.Size("clients"), turn, cancellationToken);
        context.Progress("warming up");
        for (var i = 0; i < Turns; i++) _ = await RateAsync(i % 2 == 0 ? panthera : constant);
        context.Progress("checking");
        List<(double Panthera, double Constant)> rates = [];
        for (var i = 0; i < Turns; i++)
        {
            // Who goes first changes: the second of a pair may find the machine warmer, or more tired.
            var first = await RateAsync(i % 2 == 0 ? panthera : constant);
            var second = await RateAsync(i % 2 == 0 ? constant : panthera);
            rates.Add(i % 2 == 0 ? (first, second) : (second, first));
        }

        var note = $"{context.Size("clients")} calls at once on one connection, client and server in one process; median of {Turns} turns";
        context.Rate("grpc.check.rate", Median(rates.Select(rate => rate.Panthera)), $"CheckPermission with its key, fully consistent; {note}");
        context.Rate("grpc.check.constant.rate", Median(rates.Select(rate => rate.Constant)), $"a handler that returns a constant of the same messages; {note}");
        context.Ratio("grpc.check.ratio", Median(rates.Select(rate => rate.Panthera / rate.Constant)), "of the two, turn by turn; median");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Turns / 2);

    private static async Task<double> MeasureAsync(
        PermissionsService.PermissionsServiceClient client, CheckPermissionRequest[] requests, Metadata headers, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => LoopAsync(client, requests, headers, i, started, duration, cancellationToken), cancellationToken)));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> LoopAsync(
        PermissionsService.PermissionsServiceClient client, CheckPermissionRequest[] requests, Metadata headers, int first, long started, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = 0L;
        do
        {
            _ = await client.CheckPermissionAsync(requests[(first + count) % requests.Length], headers, cancellationToken: cancellationToken);
            count++;
        }
        while (Stopwatch.GetElapsedTime(started) < duration);

        return count;
    }
}
