using System.Net.Http.Headers;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Storage.Engines;

namespace Panthera.Server.Tests;

/// <summary>A server on a free port with tenant `acme`, whose root alice owns, and tenant `zeta`, whose root another alice owns.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private TestServer(string directory, PantheraStore store, PantheraServer server)
    {
        _directory = directory;
        Store = store;
        Server = server;
    }

    internal PantheraStore Store { get; }

    internal PantheraServer Server { get; }

    internal string BlobDirectory => Path.Combine(_directory, "blobs");

    internal Uri Url => new(Server.Urls[0]);

    internal ApiClient Alice { get; private set; } = null!;

    internal ApiClient Bob { get; private set; } = null!;

    /// <summary>The tenant admin of acme, as user carol.</summary>
    internal ApiClient Admin { get; private set; } = null!;

    /// <summary>The server's own token.</summary>
    internal ApiClient Root { get; private set; } = null!;

    /// <summary>Alice of the other tenant.</summary>
    internal ApiClient OtherAlice { get; private set; } = null!;

    internal ApiClient Nobody { get; private set; } = null!;

    internal string AliceSecret { get; private set; } = "";

    internal static async Task<TestServer> StartAsync(
        Func<PantheraServerOptions, PantheraServerOptions>? configure = null, TimeProvider? storeTime = null, Func<string, IStorageEngine>? engine = null)
    {
        var directory = Directory.CreateTempSubdirectory("panthera-server-").FullName;
        var options = new PantheraStoreOptions { BlobDirectory = Path.Combine(directory, "blobs"), Time = storeTime ?? TimeProvider.System };
        var store = await PantheraStore.OpenAsync(engine?.Invoke(directory) ?? new MemoryEngine(), options, CancellationToken.None);
        var serverOptions = new PantheraServerOptions { Port = 0 };
        var server = PantheraServer.Create(store, configure?.Invoke(serverOptions) ?? serverOptions);
        await server.StartAsync(CancellationToken.None);
        var test = new TestServer(directory, store, server);
        await test.PopulateAsync();
        return test;
    }

    internal async Task<string> MintAsync(TokenScope scope, string? tenant, string? subject, DateTimeOffset? expiresAt = null)
    {
        var minted = await Store.MintTokenAsync(scope, tenant, subject is null ? null : SubjectReference.Parse(subject), expiresAt, CancellationToken.None);
        return minted.Value.Secret;
    }

    internal ApiClient ClientOf(string? secret) => new(_http, Url, secret is null ? null : new AuthenticationHeaderValue("Bearer", secret));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Store.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task PopulateAsync()
    {
        var alice = SubjectReference.Parse("user:alice");
        _ = (await Store.CreateTenantAsync("acme", alice, CancellationToken.None)).Value;
        _ = (await Store.CreateTenantAsync("zeta", alice, CancellationToken.None)).Value;
        AliceSecret = await MintAsync(TokenScope.Subject, "acme", "user:alice");
        Alice = ClientOf(AliceSecret);
        Bob = ClientOf(await MintAsync(TokenScope.Subject, "acme", "user:bob"));
        Admin = ClientOf(await MintAsync(TokenScope.TenantAdmin, "acme", "user:carol"));
        Root = ClientOf(await MintAsync(TokenScope.Server, null, null));
        OtherAlice = ClientOf(await MintAsync(TokenScope.Subject, "zeta", "user:alice"));
        Nobody = ClientOf(null);
    }
}
