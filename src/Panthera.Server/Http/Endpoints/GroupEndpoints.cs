using Microsoft.AspNetCore.Http;
using Panthera.Permissions;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Http.Endpoints;

/// <summary>`/v1/groups` and `/v1/groups/{group}/members`.</summary>
internal static class GroupEndpoints
{
    private static readonly string[] s_removeArguments = ["member"];

    internal static async Task CreateAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<GroupRequest>(request).ConfigureAwait(false) is not { } body) return;
        SubjectReference? manager = null;
        if (body.Manager is { } text && !SubjectReference.TryParse(text, out manager, out var error))
        {
            await request.FailAsync(error).ConfigureAwait(false);
            return;
        }

        var change = request.Files.CreateGroupAsync(request.Caller, body.Name, manager, request.Cancelled);
        await ChangeResponse.AnswerAsync(request, "group", change, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    internal static async Task AddMemberAsync(ApiRequest request)
    {
        if (await JsonBodies.ReadAsync<GroupMemberRequest>(request).ConfigureAwait(false) is not { } body) return;
        await (ApiRequest.TrySubject(body.Member, out var member, out var error)
            ? ChangeResponse.AnswerAsync(request, "member", request.Files.AddGroupMemberAsync(request.Caller, request.Segment, member, body.ExpiresAt, request.Cancelled))
            : request.FailAsync(error)).ConfigureAwait(false);
    }

    internal static Task RemoveMemberAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, s_removeArguments, out var arguments, out var error)) return request.FailAsync(error);
        if (arguments.Text("member") is not { } text) return request.FailAsync("say whom to remove: `?member=user:bob`, with `#` encoded as `%23`");
        return ApiRequest.TrySubject(text, out var member, out error)
            ? ChangeResponse.AnswerAsync(request, "member", request.Files.RemoveGroupMemberAsync(request.Caller, request.Segment, member, request.Cancelled))
            : request.FailAsync(error);
    }
}
