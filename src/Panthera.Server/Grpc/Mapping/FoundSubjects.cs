using Panthera.Permissions.Graph;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Subjects that a look-up found.</summary>
internal static class FoundSubjects
{
    /// <summary>A result, in the fields of today and in those of older clients.</summary>
    internal static Wire.LookupSubjectsResponse ToResponse(this FoundSubject found, Wire.ZedToken lookedUpAt)
    {
        var resolved = Resolve(found, found.Result.ToLookupPermissionship());
        var response = new Wire.LookupSubjectsResponse
        {
            LookedUpAt = lookedUpAt,
            Subject = resolved,
            SubjectObjectId = resolved.SubjectObjectId,
            Permissionship = resolved.Permissionship,
            PartialCaveatInfo = resolved.PartialCaveatInfo,
        };
        foreach (var excluded in found.Excluded)
        {
            // Here the permissionship is that of the exclusion: who is left out whatever the context has it.
            var isConditional = excluded.Result.Decision == Decision.Conditional;
            response.ExcludedSubjects.Add(Resolve(excluded, isConditional ? Wire.LookupPermissionship.ConditionalPermission : Wire.LookupPermissionship.HasPermission));
            response.ExcludedSubjectIds.Add(excluded.Subject.Id);
        }

        return response;
    }

    internal static Wire.LookupPermissionship ToLookupPermissionship(this in CheckResult result) => result.Decision switch
    {
        Decision.Allowed => Wire.LookupPermissionship.HasPermission,
        Decision.Conditional => Wire.LookupPermissionship.ConditionalPermission,
        // Not a result: fail rather than pass it off as one.
        _ => throw new InvalidOperationException($"a look-up gave a result that is {result.Decision}"),
    };

    private static Wire.ResolvedSubject Resolve(FoundSubject found, Wire.LookupPermissionship permissionship) => new()
    {
        SubjectObjectId = found.Subject.Id,
        Permissionship = permissionship,
        PartialCaveatInfo = found.Result.ToPartialCaveatInfo(),
    };
}
