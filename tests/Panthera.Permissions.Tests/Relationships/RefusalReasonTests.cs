using Panthera.Permissions.Relationships;
using Panthera.Storage;

namespace Panthera.Permissions.Tests.Relationships;

public sealed class RefusalReasonTests
{
    private const string Schema = """
        use expiration
        definition user {}
        definition group { relation member: user }
        definition doc {
            relation viewer: user
            permission view = viewer
        }
        """;

    [Theory]
    [InlineData("folder:x#viewer@user:tom", RefusalCode.FailedPrecondition, "UNKNOWN_DEFINITION", "definition_name", "folder")]
    [InlineData("doc:x#viewer@person:tom", RefusalCode.FailedPrecondition, "UNKNOWN_DEFINITION", "definition_name", "person")]
    [InlineData("doc:x#editor@user:tom", RefusalCode.FailedPrecondition, "UNKNOWN_RELATION_OR_PERMISSION", "relation_or_permission_name", "editor")]
    [InlineData("doc:x#viewer@group:g#boss", RefusalCode.FailedPrecondition, "UNKNOWN_RELATION_OR_PERMISSION", "definition_name", "group")]
    [InlineData("doc:x#view@user:tom", RefusalCode.InvalidArgument, "CANNOT_UPDATE_PERMISSION", "permission_name", "view")]
    [InlineData("doc:x#viewer@group:g#member", RefusalCode.InvalidArgument, "INVALID_SUBJECT_TYPE", "relation_name", "viewer")]
    [InlineData("doc:x#viewer@user:*", RefusalCode.InvalidArgument, "INVALID_SUBJECT_TYPE", "subject_type", "user")]
    [InlineData("doc:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z]", RefusalCode.InvalidArgument, "INVALID_SUBJECT_TYPE", "subject_type", "user")]
    public async Task A_write_that_the_schema_does_not_admit_names_its_reason(string relationship, RefusalCode code, string reason, string key, string value)
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        var refusal = (await tenant.WriteAsync(RelationshipOperation.Touch, relationship)).AssertRefused(code);
        Assert.Equal(reason, refusal.Reason.Name);
        Assert.Equal(value, refusal.Metadata[key]);
    }

    [Fact]
    public async Task Creating_what_exists_and_naming_it_twice_have_reasons()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync("doc:x#viewer@user:tom");
        var again = (await tenant.WriteAsync(RelationshipOperation.Create, "doc:x#viewer@user:tom")).AssertRefused(RefusalCode.AlreadyExists);
        Assert.Equal(PermissionReasons.AttemptToRecreateRelationship, again.Reason);
        var twice = (await tenant.WriteAsync(RelationshipOperation.Touch, "doc:y#viewer@user:tom", "doc:y#viewer@user:tom")).AssertRefused(RefusalCode.InvalidArgument);
        Assert.Equal(PermissionReasons.UpdatesOnSameRelationship, twice.Reason);
    }

    [Fact]
    public async Task A_precondition_that_fails_and_a_schema_that_orphans_have_reasons()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync("doc:x#viewer@user:tom");
        var unmet = (await tenant.WriteAsync([], new RelationshipPrecondition(false, new() { ResourceType = "doc" }))).AssertRefused(RefusalCode.PreconditionFailed);
        Assert.Equal(PermissionReasons.WriteOrDeletePreconditionFailure, unmet.Reason);
        var orphan = (await tenant.WriteSchemaAsync("definition user {}")).AssertRefused(RefusalCode.InvalidArgument);
        Assert.Equal(PermissionReasons.SchemaTypeError, orphan.Reason);
    }

    [Fact]
    public async Task A_wildcard_as_the_subject_of_a_check_has_a_reason()
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        var refusal = tenant.TryCheck("doc:x#view@user:*").AssertRefused(RefusalCode.InvalidArgument);
        Assert.Equal(PermissionReasons.WildcardNotAllowed, refusal.Reason);
    }
}
