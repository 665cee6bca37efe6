using Panthera.Storage;

namespace Panthera.Permissions.Tests.Relationships;

public sealed class SchemaOrphanTests
{
    private const string Schema = """
        use expiration
        definition user {}
        definition agent {}
        definition group {
            relation member: user
        }
        definition doc {
            relation viewer: user | agent | group#member | user with flag | user:* with flag | user with flag and expiration
            relation other: user
        }
        caveat flag(flag_on bool, hint string) { flag_on || hint == "yes" }
        caveat other(count int) { count > 1 }
        """;

    [Theory]
    [InlineData("doc:one#viewer@agent:bot", "user | agent", "user", true)]
    [InlineData("doc:one#viewer@agent:bot", "definition agent {}", "", true, "agent |", "")]
    [InlineData("doc:one#viewer@group:eng#member", "| group#member", "", true)]
    [InlineData("doc:one#viewer@group:eng#member", "relation member: user", "relation member: user | agent", false)]
    [InlineData("doc:one#viewer@user:ann[flag]", "| user with flag ", "", true)]
    [InlineData("doc:one#viewer@user:ann", "| user with flag ", "", false)]
    [InlineData("doc:one#viewer@user:ann", "viewer: user |", "viewer:", true)]
    [InlineData("doc:one#viewer@user:*[flag]", "user:* with flag", "user:* with other", true)]
    [InlineData("doc:one#viewer@user:ann[flag][expiration:2030-01-01T00:00:00Z]", "| user with flag and expiration", "| user with expiration", true)]
    [InlineData("doc:one#viewer@user:ann[flag:{\"hint\":\"no\"}]", "flag_on bool, hint string", "flag_on bool", true, "flag_on || hint == \"yes\"", "flag_on")]
    [InlineData("doc:one#viewer@user:ann[flag:{\"flag_on\":true}]", "flag_on bool, hint string", "flag_on bool", false, "flag_on || hint == \"yes\"", "flag_on")]
    [InlineData("doc:one#viewer@user:ann[flag:{\"hint\":\"no\"}]", "hint string", "hint int", true, "hint == \"yes\"", "hint == 1")]
    [InlineData("doc:one#viewer@user:ann[flag:{\"hint\":\"no\"}]", "hint == \"yes\"", "hint != \"yes\"", false)]
    [InlineData("doc:one#viewer@user:ann[flag:{\"hint\":\"no\"}]", "caveat other(count int) { count > 1 }", "", false)]
    [InlineData("doc:one#other@user:ann", "relation other: user", "permission other = viewer", true)]
    [InlineData("doc:one#other@user:ann", "definition group {", "/** Now documented. */ definition group {", false)]
    public async Task A_schema_that_leaves_a_relationship_without_its_form_is_refused(
        string relationship, string kept, string replacement, bool refused, string alsoKept = "", string alsoReplacement = "")
    {
        await using var tenant = await TestTenant.CreateAsync(Schema);
        await tenant.TouchAsync(relationship);
        Assert.Contains(kept, Schema, StringComparison.Ordinal);
        var changed = Schema.Replace(kept, replacement, StringComparison.Ordinal);
        if (alsoKept.Length > 0) changed = changed.Replace(alsoKept, alsoReplacement, StringComparison.Ordinal);
        var outcome = await tenant.WriteSchemaAsync(changed);
        Assert.Equal(refused, !outcome.IsAccepted);
        if (!outcome.IsAccepted)
        {
            Assert.Contains($"would orphan `{relationship}`", outcome.Refusal.Message, StringComparison.Ordinal);
            Assert.Equal(RefusalCode.InvalidArgument, outcome.Refusal.Code);
            Assert.Equal(PermissionReasons.SchemaTypeError, outcome.Refusal.Reason);
            Assert.Equal(Schema, tenant.State.Schema.Text);
        }

        await tenant.DeleteAsync(relationship);
        if (refused) Assert.True((await tenant.WriteSchemaAsync(changed)).IsAccepted);
    }
}
