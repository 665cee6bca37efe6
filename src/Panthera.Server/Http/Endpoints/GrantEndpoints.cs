using Microsoft.AspNetCore.Http;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>`/v1/grants/{path}` and `/v1/owner/{path}`.</summary>
internal static class GrantEndpoints
{
    private static readonly string[] s_revokeArguments = ["relation", "subject"];

    internal static Task ListAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error)) return request.FailAsync(error);
        var outcome = request.Files.Grants(request.Caller, request.Path);
        if (!outcome.IsAccepted) return request.RefuseAsync(outcome.Refusal);
        var body = new GrantsBody { Grants = [.. outcome.Value.Select(grant => grant.ToBody())] };
        return JsonBodies.WriteAsync(request, StatusCodes.Status200OK, body, PantheraJson.Default.GrantsBody);
    }

    internal static async Task GrantAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<GrantRequest>(request).ConfigureAwait(false) is not { } body) return;
        await (ApiRequest.TrySubject(body.Subject, out var subject, out var error)
            ? ChangeResponse.AnswerAsync(request, "grant", request.Files.GrantAsync(request.Caller, request.Path, body.Relation, subject, body.ExpiresAt, request.Cancelled))
            : request.FailAsync(error)).ConfigureAwait(false);
    }

    internal static Task RevokeAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, s_revokeArguments, out var arguments, out var error)) return request.FailAsync(error);
        if (arguments.Text("relation") is not { } relation || arguments.Text("subject") is not { } subjectText)
        {
            return request.FailAsync("say what to revoke: `?relation=viewer&subject=user:bob`, with `#` encoded as `%23`");
        }

        return ApiRequest.TrySubject(subjectText, out var subject, out error)
            ? ChangeResponse.AnswerAsync(request, "revoke", request.Files.RevokeAsync(request.Caller, request.Path, relation, subject, request.Cancelled))
            : request.FailAsync(error);
    }

    internal static async Task ChangeOwnerAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<OwnerRequest>(request).ConfigureAwait(false) is not { } body) return;
        await (ApiRequest.TrySubject(body.Owner, out var owner, out var error)
            ? ChangeResponse.AnswerAsync(request, "owner", request.Files.ChangeOwnerAsync(request.Caller, request.Path, owner, request.Cancelled))
            : request.FailAsync(error)).ConfigureAwait(false);
    }
}
