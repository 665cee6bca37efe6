using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Panthera.Cli.Output;
using Panthera.Files;
using Panthera.Server.Http.Contracts;
using Panthera.Storage;

namespace Panthera.Cli.Client;

/// <summary>Sends requests to a server's HTTP API and reads its answers: bodies, and problems as the refusals and failures that they were.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ApiConnection : IDisposable
{
    private readonly HttpClient _http;

    /// <exception cref="UsageException">The address is none.</exception>
    internal ApiConnection(string url, string token)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"`{url}` is no address of a server; write it as `http://127.0.0.1:8180`");
        if (token.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new UsageException("the token has characters that no token has; copy it again");
        // An import keeps a hundred files in flight; each holds one connection.
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 128, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)),
            // Streams take as long as they take; the server bounds what does not stream.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The address of a path below a route: each name escaped, so that no name is read as part of the address.</summary>
    internal static string Route(string route, FilePath path)
    {
        var names = path.ToString().Split('/');
        for (var i = 0; i < names.Length; i++) names[i] = Uri.EscapeDataString(names[i]);
        return route + string.Join('/', names) + (path is { MustBeDirectory: true, IsRoot: false } ? "/" : "");
    }

    /// <summary>Sends a request and reads the body of the answer.</summary>
    internal async Task<Outcome<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) return await ProblemAsync(response, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw NotPanthera(request);
        }
        catch (JsonException)
        {
            throw NotPanthera(request);
        }
    }

    /// <summary>Sends a request with a body.</summary>
    internal Task<Outcome<T>> SendAsync<TBody, T>(
        HttpMethod method, string uri, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(method, uri) { Content = JsonContent.Create(body, bodyType) }, type, cancellationToken);

    /// <summary>Sends a request without one.</summary>
    internal Task<Outcome<T>> SendAsync<T>(HttpMethod method, string uri, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(method, uri), type, cancellationToken);

    /// <summary>Sends a request; the caller reads the answer, and disposes it.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Reads why a request failed.</summary>
    /// <exception cref="StorageException">The server's storage failed.</exception>
    /// <exception cref="UsageException">The token is not valid, or not for this; or the API does not know the call.</exception>
    internal static async Task<Refusal> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadProblemAsync(response, cancellationToken);
        if (problem is null) return new(RefusalCode.NotFound, $"no such thing (HTTP {(int)response.StatusCode})");
        var detail = problem.Detail ?? problem.Title;
        var code = problem.Code.Replace("-", "", StringComparison.Ordinal);
        if (Enum.TryParse<RefusalCode>(code, ignoreCase: true, out var refusal)) return new(refusal, detail);
        if (Enum.TryParse<StorageErrorCode>(code, ignoreCase: true, out var storage)) throw new StorageException(storage, $"the server says: {detail}");
        throw new UsageException(response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => $"the server does not take the token: {detail}; `panthera token create` makes one",
            _ => $"the server says: {detail}",
        });
    }

    public void Dispose() => _http.Dispose();

    private static async Task<ProblemBody?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // An answer to HEAD has no body to say more.
        if (response.StatusCode == HttpStatusCode.NotFound && response.Content.Headers.ContentLength is 0) return null;
        try
        {
            return await response.Content.ReadFromJsonAsync(PantheraJson.Default.ProblemBody, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new UsageException($"`{response.RequestMessage?.RequestUri?.Authority}` answers with HTTP {(int)response.StatusCode}, and not as a Panthera server does");
        }
    }

    private static UsageException NotPanthera(HttpRequestMessage request) => new($"`{request.RequestUri}` does not answer as a Panthera server does");
}
