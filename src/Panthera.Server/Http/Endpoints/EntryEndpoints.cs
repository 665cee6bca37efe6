using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>Stat and list at `/v1/entries/{path}`, and `/v1/directories/{path}`.</summary>
internal static class EntryEndpoints
{
    private static readonly string[] s_arguments = ["list", "limit", "cursor", "recursive"];
    private static readonly string[] s_makeArguments = ["parents"];

    internal static Task ReadAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, s_arguments, out var arguments, out var error) || !arguments.TryFlag("list", out var isList, out error))
        {
            return request.FailAsync(error);
        }

        if (isList) return ListAsync(request, arguments);
        if (arguments.Has("limit") || arguments.Has("cursor") || arguments.Has("recursive"))
        {
            return request.FailAsync("`limit`, `cursor` and `recursive` go with `list`");
        }

        var outcome = request.Files.Stat(request.Caller, request.Path);
        return outcome.IsAccepted
            ? JsonBodies.WriteAsync(request, StatusCodes.Status200OK, outcome.Value.ToBody(), PantheraJson.Default.EntryBody)
            : request.RefuseAsync(outcome.Refusal);
    }

    internal static async Task MakeDirectoryAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, s_makeArguments, out var arguments, out var error) || !arguments.TryFlag("parents", out var createParents, out error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var outcome = await request.Files.MakeDirectoryAsync(request.Caller, request.Path, createParents, request.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        request.Metrics.Committed("mkdir");
        var status = outcome.Value.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        request.Response.Headers[HeaderNames.ZedToken] = outcome.Value.Token.ToString();
        await JsonBodies.WriteAsync(request, status, outcome.Value.ToBody(), PantheraJson.Default.WriteBody).ConfigureAwait(false);
    }

    private static Task ListAsync(ApiRequest request, QueryArguments arguments)
    {
        if (!arguments.TryNumber("limit", ListOptions.Default.Limit, out var limit, out var error)
            || !arguments.TryFlag("recursive", out var isRecursive, out error))
        {
            return request.FailAsync(error);
        }

        var options = new ListOptions { Limit = limit, Cursor = arguments.Text("cursor"), Recursive = isRecursive };
        var outcome = request.Files.List(request.Caller, request.Path, options);
        return outcome.IsAccepted
            ? JsonBodies.WriteAsync(request, StatusCodes.Status200OK, outcome.Value.ToBody(), PantheraJson.Default.ListBody)
            : request.RefuseAsync(outcome.Refusal);
    }
}
