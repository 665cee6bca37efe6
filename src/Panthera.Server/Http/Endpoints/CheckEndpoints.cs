using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>`/v1/check` and `/v1/explain`, at the tenant's head. Who may ask about whom, the file store decides.</summary>
internal static class CheckEndpoints
{
    internal static async Task CheckAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<CheckRequest>(request).ConfigureAwait(false) is not { } body) return;
        if (!TryRead(request, body, out var subject, out var path, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var outcome = request.Files.Check(request.Caller, subject, body.Permission, path);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        var answer = outcome.Value.ToBody();
        request.Metrics.Checked(answer.Decision);
        await JsonBodies.WriteAsync(request, StatusCodes.Status200OK, answer, PantheraJson.Default.CheckBody).ConfigureAwait(false);
    }

    internal static async Task ExplainAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<CheckRequest>(request).ConfigureAwait(false) is not { } body) return;
        if (!TryRead(request, body, out var subject, out var path, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var outcome = request.Files.Explain(request.Caller, subject, body.Permission, path);
        await (outcome.IsAccepted
            ? JsonBodies.WriteAsync(request, StatusCodes.Status200OK, outcome.Value.ToBody(), PantheraJson.Default.ExplanationBody)
            : request.RefuseAsync(outcome.Refusal)).ConfigureAwait(false);
    }

    private static bool TryRead(ApiRequest request, CheckRequest body, out SubjectReference subject, out FilePath path, out string error)
    {
        path = FilePath.Root;
        subject = request.Caller.Subject!;
        error = "";
        return (body.Subject is null || ApiRequest.TrySubject(body.Subject, out subject, out error)) && PlacementEndpoints.TryPath(body.Path, out path, out error);
    }
}
