using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Panthera.Cli.Output;
using Panthera.Storage;

namespace Panthera.Cli.Client;

/// <summary>Calls of the permission API's HTTP form, whose bodies and errors are those of the contract.</summary>
/// <remarks>Thread-safe. The token decides the tenant.</remarks>
internal sealed class GatewayCalls(ApiConnection connection)
{
    /// <summary>Sends a request of texts, and reads one text of the answer.</summary>
    /// <param name="path">The call.</param>
    /// <param name="arguments">The request's members.</param>
    /// <param name="wanted">Where in the answer the text is: names of members, from the outside.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<Outcome<string>> CallAsync(
        string path, IReadOnlyList<(string Name, string Value)> arguments, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Body(arguments) };
        using var response = await connection.SendAsync(request, cancellationToken);
        using var body = await ReadAsync(response, cancellationToken);
        if (!response.IsSuccessStatusCode) return RefusalOf(response, body.RootElement);
        var found = body.RootElement;
        foreach (var name in wanted)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) throw NotPanthera(response);
        }

        return found.GetString() ?? throw NotPanthera(response);
    }

    private static ReadOnlyMemoryContent Body(IReadOnlyList<(string Name, string Value)> arguments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in arguments) json.WriteString(name, value);
            json.WriteEndObject();
        }

        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            throw NotPanthera(response);
        }
    }

    // The contract's codes by number: the ones that say something about the request; the rest are the server's.
    private static Refusal RefusalOf(HttpResponseMessage response, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("code", out var code) || !code.TryGetInt32(out var number) || !body.TryGetProperty("message", out var text))
            throw NotPanthera(response);
        var message = text.GetString() ?? "";
        return number switch
        {
            3 => new(RefusalCode.InvalidArgument, message),
            5 => new(RefusalCode.NotFound, message),
            9 => new(RefusalCode.FailedPrecondition, message),
            _ => throw new UsageException($"the server says: {message}"),
        };
    }

    private static UsageException NotPanthera(HttpResponseMessage response) =>
        new($"`{response.RequestMessage?.RequestUri}` answers with HTTP {(int)response.StatusCode}, and not as a Panthera server does");
}
