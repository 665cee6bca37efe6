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

    internal static async Task WriteAsync(ApiRequest request)
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
        var outcome = await request.Files.WriteAsync(request.Caller, request.Path, body, options, request.Cancelled).ConfigureAwait(false);
        await AnswerAsync(request, outcome, body, options.CreateOnly).ConfigureAwait(false);
    }

    internal static async Task AppendAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error)
            || !WriteConditions.TryReadIfMatch(request.Request.Headers, out var ifMatch, out error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        if (!await TryAcceptBodyAsync(request).ConfigureAwait(false)) return;
        var body = new CountedBody(request.Request.Body);
        var options = ifMatch is null ? WriteOptions.Default : new WriteOptions { IfMatch = ifMatch };
        var outcome = await request.Files.AppendAsync(request.Caller, request.Path, body, options, request.Cancelled).ConfigureAwait(false);
        await AnswerAsync(request, outcome, body, isCreateOnly: false).ConfigureAwait(false);
    }

    internal static async Task DeleteAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, s_deleteArguments, out var arguments, out var error)
            || !arguments.TryFlag("recursive", out var isRecursive, out error)
            || !WriteConditions.TryReadIfMatch(request.Request.Headers, out var ifMatch, out error))
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

    private static Task AnswerAsync(ApiRequest request, Outcome<WriteResult> outcome, CountedBody body, bool isCreateOnly)
    {
        request.Metrics.Received(body.BytesRead);
        if (!outcome.IsAccepted)
        {
            // With If-None-Match, that the file exists is a condition that does not hold.
            var isCondition = isCreateOnly && outcome.Refusal.Code == RefusalCode.AlreadyExists;
            return request.RefuseAsync(isCondition ? outcome.Refusal with { Code = RefusalCode.PreconditionFailed } : outcome.Refusal);
        }

        request.Metrics.Committed("write");
        var result = outcome.Value;
        request.Response.Headers.ETag = result.Entry.ETag;
        request.Response.Headers[HeaderNames.ZedToken] = result.Token.ToString();
        var status = result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return JsonBodies.WriteAsync(request, status, result.ToBody(), PantheraJson.Default.WriteBody);
    }

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
