using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>`/v1/move` and `/v1/copy`. Their paths are plain text in the body: nothing of them is decoded.</summary>
internal static class PlacementEndpoints
{
    internal static async Task MoveAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<MoveRequest>(request).ConfigureAwait(false) is not { } body) return;
        if (!TryPaths(body.From, body.To, out var from, out var to, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var options = body.Replace || body.IfMatch is not null ? new MoveOptions { Replace = body.Replace, IfMatch = body.IfMatch } : MoveOptions.Default;
        await ChangeResponse.AnswerAsync(request, "move", request.Files.MoveAsync(request.Caller, from, to, options, request.Cancelled)).ConfigureAwait(false);
    }

    internal static async Task CopyAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<CopyRequest>(request).ConfigureAwait(false) is not { } body) return;
        if (!TryPaths(body.From, body.To, out var from, out var to, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var outcome = await request.Files.CopyAsync(request.Caller, from, to, request.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("copy");
        request.Response.Headers[HeaderNames.ZedToken] = outcome.Value.Token.ToString();
        await JsonBodies.WriteAsync(request, StatusCodes.Status201Created, outcome.Value.ToBody(), PantheraJson.Default.CopyBody).ConfigureAwait(false);
    }

    private static bool TryPaths(string fromText, string toText, out FilePath from, out FilePath to, out string error)
    {
        to = FilePath.Root;
        return TryPath(fromText, out from, out error) && TryPath(toText, out to, out error);
    }

    internal static bool TryPath(string text, out FilePath path, out string error)
    {
        var outcome = FilePath.Parse(text);
        path = outcome.IsAccepted ? outcome.Value : FilePath.Root;
        error = outcome.Refusal?.Message ?? "";
        return outcome.IsAccepted;
    }
}
