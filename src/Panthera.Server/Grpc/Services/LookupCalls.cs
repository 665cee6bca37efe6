using Grpc.Core;
using Panthera.Files;
using Panthera.Server.Grpc.Calls;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Mapping;
using WildcardOption = Panthera.Protocol.V1.LookupSubjectsRequest.Types.WildcardOption;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Services;

/// <summary>The calls that find resources and subjects, and the one that expands a permission.</summary>
internal static class LookupCalls
{
    internal static async Task ResourcesAsync(PermissionCall call, Wire.LookupResourcesRequest request, IAsyncStreamWriter<Wire.LookupResourcesResponse> results)
    {
        var store = call.Tenant.Permissions;
        var question = new ResourceQuestion(
            request.ResourceObjectType, request.Permission.ToMember("permission"), request.Subject.ToSubject(), request.Context.ToRequestContext(store.Options.MaxRequestContextBytes));
        var outcome = await store.LookupResourcesAsync(
            request.Consistency.ToConsistency(), question, request.OptionalLimit.ToLimit(), request.OptionalCursor?.Token, call.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted) throw WireErrors.Of(outcome.Refusal);
        var lookedUpAt = outcome.Value.LookedUpAt.ToWire();
        foreach (var found in outcome.Value.Results)
        {
            var result = new Wire.LookupResourcesResponse
            {
                LookedUpAt = lookedUpAt,
                ResourceObjectId = found.Id,
                Permissionship = found.Result.ToLookupPermissionship(),
                PartialCaveatInfo = found.Result.ToPartialCaveatInfo(),
                AfterResultCursor = found.Cursor.ToCursor(),
            };
            await results.WriteAsync(result, call.Cancelled).ConfigureAwait(false);
        }
    }

    internal static async Task SubjectsAsync(PermissionCall call, Wire.LookupSubjectsRequest request, IAsyncStreamWriter<Wire.LookupSubjectsResponse> results)
    {
        var store = call.Tenant.Permissions;
        var question = new SubjectQuestion(
            request.Resource.ToResource(),
            request.Permission.ToMember("permission"),
            request.SubjectObjectType,
            References.NullIfEmpty(request.OptionalSubjectRelation),
            request.Context.ToRequestContext(store.Options.MaxRequestContextBytes),
            WithWildcard: request.WildcardOption != WildcardOption.ExcludeWildcards);
        var outcome = await store.LookupSubjectsAsync(
            request.Consistency.ToConsistency(), question, request.OptionalConcreteLimit.ToLimit(), request.OptionalCursor?.Token, call.Cancelled).ConfigureAwait(false);
        if (!outcome.IsAccepted) throw WireErrors.Of(outcome.Refusal);
        var lookedUpAt = outcome.Value.LookedUpAt.ToWire();
        foreach (var found in outcome.Value.Results)
        {
            var result = found.Found.ToResponse(lookedUpAt);
            result.AfterResultCursor = found.Cursor.ToCursor();
            await results.WriteAsync(result, call.Cancelled).ConfigureAwait(false);
        }
    }

    internal static async ValueTask<Wire.ExpandPermissionTreeResponse> ExpandAsync(PermissionCall call, Wire.ExpandPermissionTreeRequest request)
    {
        var outcome = await call.Tenant.Permissions
            .ExpandAsync(request.Consistency.ToConsistency(), request.Resource.ToResource(), request.Permission.ToMember("permission"), call.Cancelled).ConfigureAwait(false);
        return outcome.IsAccepted
            ? new() { ExpandedAt = outcome.Value.ExpandedAt.ToWire(), TreeRoot = outcome.Value.Root.ToTree() }
            : throw WireErrors.Of(outcome.Refusal);
    }
}
