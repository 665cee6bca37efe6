using System.Diagnostics;
using System.Net.Http.Headers;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Server;

namespace Panthera.Cli.Bench.Smoke;

/// <summary>Listing and reading through HTTP on loopback, with an access token and every check; on disk, as a server has it.</summary>
internal static class HttpPart
{
    private const int ContentBytes = 4096;

    // Enough to keep the server busy from one process that also has to be the client.
    private const int Connections = 16;

    private static readonly SubjectReference Reader = SubjectReference.Parse("user:reader");
    private static readonly SubjectReference Guest = SubjectReference.Parse("user:guest");

    internal static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        context.Progress("making files to serve");
        await using var store = await TemporaryStore.CreateAsync(durable: true, cancellationToken);
        var content = new byte[ContentBytes];
        new Random(context.Seed).NextBytes(content);
        await FillAsync(store, context.Size("listed"), content, cancellationToken);
        await using var server = PantheraServer.Create(store.Store, new PantheraServerOptions { Port = 0 });
        await server.StartAsync(cancellationToken);
        using var reader = await ClientAsync(store, server.Urls[0], Reader, cancellationToken);
        using var guest = await ClientAsync(store, server.Urls[0], Guest, cancellationToken);

        context.Progress("listing");
        var listed = context.Size("listed");
        // The first that is timed would otherwise time the compiler, too.
        _ = await ListAsync(context, reader, cancellationToken);
        context.Nanoseconds("list.1000.http.p50", await ListAsync(context, reader, cancellationToken), $"GET of all {listed} entries, one request at a time; the user has a grant on the directory above");
        context.Nanoseconds("list.1000.half.http.p50", await ListAsync(context, guest, cancellationToken), $"the same directory for a user with a grant on every second file, and none on the directory");

        context.Progress("reading");
        await using var bare = await BareServer.StartAsync(content, cancellationToken);
        using var plain = new HttpClient { BaseAddress = new Uri(bare.Url) };
        await ReadAsync(context, reader, plain, cancellationToken);
    }

    private static async Task FillAsync(TemporaryStore store, int listed, byte[] content, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, listed),
            new ParallelOptions { MaxDegreeOfParallelism = 96, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var path = $"/docs/listed/file{i:d5}.txt";
                await store.WriteAsync(path, [(byte)i, (byte)(i >> 8)], token);
                if (i % 2 == 0) _ = (await store.Files.GrantAsync(Caller.Operator, path, "viewer", Guest, null, token)).Value;
            });
        await store.WriteAsync("/docs/4k.bin", content, cancellationToken);
        _ = (await store.Files.GrantAsync(Caller.Operator, "/docs", "viewer", Reader, null, cancellationToken)).Value;
    }

    private static async Task<HttpClient> ClientAsync(TemporaryStore store, string url, SubjectReference subject, CancellationToken cancellationToken)
    {
        var token = (await store.Store.MintTokenAsync(TokenScope.Subject, TemporaryStore.TenantName, subject, null, cancellationToken)).Value;
        var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return client;
    }

    private static async Task<double> ListAsync(BenchContext context, HttpClient client, CancellationToken cancellationToken)
    {
        var uri = $"/v1/entries/docs/listed?list&limit={Math.Min(10_000, context.Size("listed"))}";
        var durations = new Durations(1000);
        var warm = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warm) < context.Duration / 2) _ = await client.GetByteArrayAsync(uri, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        do
        {
            var request = Stopwatch.GetTimestamp();
            _ = await client.GetByteArrayAsync(uri, cancellationToken);
            durations.AddSince(request);
        }
        while (Stopwatch.GetElapsedTime(started) < context.Duration / 2);

        return durations.Percentile(0.50);
    }

    /// <summary>Turn by turn, so that whatever else the machine does meets both.</summary>
    private static async Task ReadAsync(BenchContext context, HttpClient panthera, HttpClient bare, CancellationToken cancellationToken)
    {
        const int Turns = 5;
        var turn = context.Duration / (2 * Turns);
        var rates = (Panthera: new List<double>(), Bare: new List<double>());
        _ = await RateAsync(panthera, "/v1/files/docs/4k.bin", turn, cancellationToken);
        _ = await RateAsync(bare, "/", turn, cancellationToken);
        for (var i = 0; i < Turns; i++)
        {
            rates.Panthera.Add(await RateAsync(panthera, "/v1/files/docs/4k.bin", turn, cancellationToken));
            rates.Bare.Add(await RateAsync(bare, "/", turn, cancellationToken));
        }

        var ratios = rates.Panthera.Zip(rates.Bare, static (own, other) => own / other).Order().ToArray();
        rates.Panthera.Sort();
        rates.Bare.Sort();
        context.Rate("get.4k.rate", rates.Panthera[Turns / 2], $"GET with its token and check, {Connections} at once, client and server in one process; median of {Turns} turns");
        context.Rate("get.4k.bare.rate", rates.Bare[Turns / 2], "a bare Kestrel `app.Run` with the same bytes, the same client, in turns with it");
        context.Ratio("get.4k.ratio", ratios[Turns / 2], "of the two; median of the turns");
    }

    private static async Task<double> RateAsync(HttpClient client, string uri, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => LoopAsync(client, uri, started, duration, cancellationToken), cancellationToken)));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> LoopAsync(HttpClient client, string uri, long started, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = 0L;
        var buffer = new byte[ContentBytes];
        do
        {
            using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await stream.ReadExactlyAsync(buffer, cancellationToken);
            if (await stream.ReadAsync(buffer.AsMemory(0, 1), cancellationToken) != 0) throw new InvalidDataException("the content is longer than it should be");
            count++;
        }
        while (Stopwatch.GetElapsedTime(started) < duration);

        return count;
    }
}
