using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Panthera.Files;
using Panthera.Server.Http.Contracts;
using Panthera.Storage;

namespace Panthera.Server.Http.Endpoints;

/// <summary>Writes, appends and deletes at `/v1/files/{path}`; reads are <see cref="ContentResponse"/>'s.</summary>
internal static class FileEndpoints
{
    private static readonly string[] s_writeArguments = ["parents"];
    private static readonly string[] s_deleteArguments = ["recursive"];

    internal static Task WriteAsync(ApiRequest request) => StoreAsync(request, isAppend: false);

    internal static Task AppendAsync(ApiRequest request) => StoreAsync(request, isAppend: true);

    internal static async Task DeleteAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, s_deleteArguments, out var arguments, out var error)
            || !arguments.TryFlag("recursive", out var isRecursive, out error)
            || !WriteConditions.TryReadDelete(request.Request.Headers, out var ifMatch, out error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var options = isRecursive || ifMatch is not null ? new DeleteOptions { Recursive = isRecursive, IfMatch = ifMatch } : DeleteOptions.Default;
        var outcome = await request.Files.DeleteAsync(request.Caller, request.Path, options, request.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("delete");
        request.Response.Headers[HeaderNames.ZedToken] = outcome.Value.Token.ToString();
        request.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task StoreAsync(ApiRequest request, bool isAppend)
    {
        if (!QueryArguments.TryParse(request.Query, s_writeArguments, out var arguments, out var error)
            || !arguments.TryFlag("parents", out var createParents, out error)
            || !WriteConditions.TryRead(request.Request.Headers, createParents, out var options, out error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        if (!await TryAcceptBodyAsync(request).ConfigureAwait(false)) return;
        var body = new CountedBody(request.Request.Body);
        var outcome = await (isAppend
            ? request.Files.AppendAsync(request.Caller, request.Path, body, options, request.Cancelled)
            : request.Files.WriteAsync(request.Caller, request.Path, body, options, request.Cancelled)).ConfigureAwait(false);
        request.Metrics.Received(body.BytesRead);
        await (outcome.IsAccepted ? AnswerAsync(request, outcome.Value) : RefuseAsync(request, options, outcome.Refusal)).ConfigureAwait(false);
    }

    private static Task AnswerAsync(ApiRequest request, WriteResult result)
    {
        request.Metrics.Committed("write");
        request.Response.Headers.ETag = result.Entry.ETag;
        request.Response.Headers[HeaderNames.ZedToken] = result.Token.ToString();
        var status = result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return JsonBodies.WriteAsync(request, status, result.ToBody(), PantheraJson.Default.WriteBody);
    }

    /// <summary>With If-None-Match, that the file exists is a condition that does not hold.</summary>
    private static Task RefuseAsync(ApiRequest request, WriteOptions options, Refusal refusal) =>
        request.RefuseAsync(options.CreateOnly && refusal.Code == RefusalCode.AlreadyExists ? refusal with { Code = RefusalCode.PreconditionFailed } : refusal);

    /// <summary>Refuses what is not a plain content; the bytes themselves are taken later, when the file store has checked the caller.</summary>
    private static async ValueTask<bool> TryAcceptBodyAsync(ApiRequest request)
    {
        var headers = request.Request.Headers;
        if (headers.ContentRange.Count > 0)
        {
            await request.FailAsync("a write replaces the whole content; send it without Content-Range").ConfigureAwait(false);
            return false;
        }

        if (headers.ContentEncoding.Count > 0 && !headers.ContentEncoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            await request.FailAsync(Problems.UnsupportedMediaType, "contents are stored as they are sent; send the bytes without Content-Encoding").ConfigureAwait(false);
            return false;
        }

        var max = request.Options.MaxFileBodyBytes;
        var limit = request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = max;
        return true;
    }
}
