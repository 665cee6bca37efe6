using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http;

/// <summary>Reads and writes JSON bodies.</summary>
internal static class JsonBodies
{
    // Bodies are JSON and never parts of a page: backticks and letters of all languages stay readable.
    private static readonly JsonWriterOptions s_written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Requests are read strictly: unknown and repeated members are refused, since a misspelt one would silently mean its default.
    private static readonly PantheraJson s_strict = new(new JsonSerializerOptions(PantheraJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    });

    /// <summary>Reads the request's body.</summary>
    /// <returns>The body; null if it is none, and then the problem has been written.</returns>
    internal static async ValueTask<T?> ReadAsync<T>(ApiRequest request)
        where T : class
    {
        if (request.Query.Length > 0)
        {
            await request.FailAsync("this call takes its arguments in the body, and none in the query").ConfigureAwait(false);
            return null;
        }

        if (!IsJson(request.Request.ContentType))
        {
            await request.FailAsync(Problems.UnsupportedMediaType, "the body of this call is `application/json`").ConfigureAwait(false);
            return null;
        }

        var limit = request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = request.Options.MaxJsonBodyBytes;
        var type = (JsonTypeInfo<T>)s_strict.GetTypeInfo(typeof(T))!;
        string at;
        try
        {
            var body = await JsonSerializer.DeserializeAsync(request.Request.BodyReader, type, request.Cancelled).ConfigureAwait(false);
            if (body is not null) return body;
            at = "$";
        }
        catch (JsonException exception)
        {
            at = exception.Path is { Length: > 0 and <= 100 } path ? path : "$";
        }

        await request.FailAsync($"the body is not the JSON that this call takes (at `{at}`): {Expected(type)}").ConfigureAwait(false);
        return null;
    }

    /// <summary>Writes a response's body; its headers must be set.</summary>
    internal static async Task WriteAsync<T>(ApiRequest request, int status, T body, JsonTypeInfo<T> type)
    {
        var response = request.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(request.Request.Method)) return;

        // A body is one page at most: it is written whole into the response's buffer and sent at once, not in pieces of some kilobytes.
        Write(response.BodyWriter, body, type);
        await response.BodyWriter.FlushAsync(request.Http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes a body whole.</summary>
    internal static void Write<T>(IBufferWriter<byte> buffer, T body, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(buffer, s_written);
        JsonSerializer.Serialize(writer, body, type);
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return true;
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = (semicolon < 0 ? contentType : contentType[..semicolon]).AsSpan().Trim();
        return mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    private static string Expected(JsonTypeInfo type)
    {
        var required = new List<string>();
        var optional = new List<string>();
        foreach (var property in type.Properties) (property.IsRequired ? required : optional).Add($"`{property.Name}`");
        var end = optional.Count == 0 ? "" : $", and may have {string.Join(", ", optional)}";
        return $"an object that has {string.Join(", ", required)}{end}; times are like `2026-01-31T12:00:00Z`";
    }
}
