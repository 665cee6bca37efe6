using System.Buffers;
using Microsoft.AspNetCore.Http;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http;

/// <summary>Answers with a problem (RFC 9457).</summary>
internal static class ProblemWriter
{
    /// <summary>Writes the problem as the whole response; the response must not have started.</summary>
    internal static Task WriteAsync(HttpContext http, ProblemKind kind, string? detail)
    {
        var response = http.Response;
        response.StatusCode = kind.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        // A second is enough for a queue to move, and short enough that nobody gives up.
        if (kind.Status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "1";
        var body = new ProblemBody { Type = kind.Type, Title = kind.Title, Status = kind.Status, Detail = detail, Code = kind.Code };
        var buffer = new ArrayBufferWriter<byte>(512);
        JsonBodies.Write(buffer, body, PantheraJson.Default.ProblemBody);
        var bytes = buffer.WrittenMemory;
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
