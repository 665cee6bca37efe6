using Panthera.Permissions;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Storage;

namespace Panthera.Files.Tests.Permissions;

public sealed class CaveatTests
{
    private const string Schema = """
        definition user {}
        caveat on_day(day string, wanted string) { day == wanted }
        caveat other(level int) { level > 1 }
        definition doc {
            relation viewer: user | user with on_day
            permission view = viewer
        }
        """;

    [Fact]
    [Trait("Hazard", "H13")]
    public async Task A_caveated_relationship_is_conditional_until_the_context_decides()
    {
        await using var tenant = await BareTenant.CreateAsync(Schema);
        await tenant.TouchAsync("doc:x#viewer@user:tom[on_day:{\"wanted\":\"monday\"}]");
        var nothing = await CheckAsync(tenant, null);
        Assert.Equal((Decision.Conditional, "day"), (nothing.Result.Decision, Assert.Single(nothing.Result.MissingContext)));
        Assert.True((await CheckAsync(tenant, "{\"day\":\"monday\"}")).Result.IsAllowed);
        Assert.Equal(Decision.Denied, (await CheckAsync(tenant, "{\"day\":\"friday\",\"wanted\":\"friday\"}")).Result.Decision);
        Assert.Equal(["doc:x#viewer@user:tom[on_day:{\"wanted\":\"monday\"}]"], await tenant.ReadAsync(new() { ResourceType = "doc" }));
    }

    [Theory]
    [InlineData("doc:x#viewer@user:tom[missing]", RefusalCode.FailedPrecondition, "UNKNOWN_CAVEAT")]
    [InlineData("doc:x#viewer@user:tom[other]", RefusalCode.InvalidArgument, "INVALID_SUBJECT_TYPE")]
    [InlineData("doc:x#viewer@user:tom[on_day:{\"day\":1}]", RefusalCode.InvalidArgument, "CAVEAT_PARAMETER_TYPE_ERROR")]
    [InlineData("doc:x#viewer@user:tom[on_day:{\"day\":\"0123456789012345678901234567890123456789\"}]", RefusalCode.InvalidArgument, "MAX_RELATIONSHIP_CONTEXT_SIZE")]
    public async Task A_caveat_that_cannot_be_stored_is_refused_by_writes_and_imports(string relationship, RefusalCode code, string reason)
    {
        await using var tenant = await BareTenant.CreateAsync(Schema, options: new() { MaxRelationshipContextBytes = 40 });
        var written = (await tenant.TryWriteAsync(RelationshipOperation.Touch, relationship)).Refusal!;
        Assert.Equal((code, reason), (written.Code, written.Reason.Name));
        var imported = (await tenant.Permissions.ImportBulkAsync(One(relationship), CancellationToken.None)).Refusal!;
        Assert.Equal((code, reason), (imported.Code, imported.Reason.Name));
    }

    [Fact]
    public async Task A_context_of_the_wrong_type_or_size_is_refused()
    {
        await using var tenant = await BareTenant.CreateAsync(Schema, options: new() { MaxRequestContextBytes = 20 });
        await tenant.TouchAsync("doc:x#viewer@user:tom[on_day:{\"wanted\":\"monday\"}]");
        var wrong = (await TryCheckAsync(tenant, "{\"day\":7}")).Refusal!;
        Assert.Equal((RefusalCode.InvalidArgument, PermissionReasons.CaveatParameterTypeError), (wrong.Code, wrong.Reason));
        Assert.Equal(RefusalCode.InvalidArgument, (await TryCheckAsync(tenant, "{\"day\":\"01234567890123456789\"}")).Refusal!.Code);
    }

    [Fact]
    public async Task An_import_and_an_export_keep_caveats_and_their_contexts()
    {
        await using var tenant = await BareTenant.CreateAsync(Schema);
        const string Row = "doc:x#viewer@user:tom[on_day:{\"wanted\":\"monday\"}]";
        _ = (await tenant.Permissions.ImportBulkAsync(One(Row), CancellationToken.None)).Value;
        var stream = (await tenant.Permissions.ExportBulkAsync(Consistency.FullyConsistent, null, 0, null, CancellationToken.None)).Value;
        Assert.Equal(Row, stream.Pages.Single().Relationships.Single().ToString());
    }

    private static async Task<PermissionAnswer> CheckAsync(BareTenant tenant, string? context) => (await TryCheckAsync(tenant, context)).Value;

    private static async Task<Outcome<PermissionAnswer>> TryCheckAsync(BareTenant tenant, string? context)
    {
        CaveatContext? given = null;
        if (context is not null) Assert.True(CaveatContext.TryParse(context, out given, out _));
        var item = new CheckItem(ObjectReference.Parse("doc:x"), "view", SubjectReference.Parse("user:tom"), given);
        return await tenant.Permissions.CheckAsync(Consistency.FullyConsistent, item, CancellationToken.None);
    }

    private static async IAsyncEnumerable<Relationship> One(string row)
    {
        await Task.Yield();
        yield return Relationship.Parse(row);
    }
}
