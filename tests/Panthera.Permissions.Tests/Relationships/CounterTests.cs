using Panthera.Permissions.Relationships;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Tests.Relationships;

public sealed class CounterTests
{
    [Fact]
    public async Task Counters_survive_a_reload_and_a_schema_change()
    {
        await using var tenant = await TestTenant.CreateAsync("definition user {} definition doc { relation viewer: user }");
        var filter = new RelationshipFilter { ResourceType = "doc", ResourceIdPrefix = "a", SubjectType = "user", SubjectRelation = "" };
        (await tenant.CommitAsync(new RegisterCounterProposal(new("views", filter)))).ThrowIfRefused();
        (await tenant.CommitAsync(new RegisterCounterProposal(new("other", new() { Relation = "viewer" })))).ThrowIfRefused();
        (await tenant.CommitAsync(new UnregisterCounterProposal("other"))).ThrowIfRefused();
        (await tenant.WriteSchemaAsync("definition user {} definition group {} definition doc { relation viewer: user }")).ThrowIfRefused();
        await tenant.TouchAsync("doc:a#viewer@user:tom");
        Assert.Equal(filter, tenant.State.FindCounter("views").Value.Filter);
        await tenant.ReloadAsync();
        Assert.Equal(filter, tenant.State.FindCounter("views").Value.Filter);
        Assert.False(tenant.State.FindCounter("other").IsAccepted);
    }

    [Fact]
    public void A_counter_is_stored_as_these_bytes()
    {
        var record = new CounterRecord("n", new() { ResourceType = "doc", SubjectRelation = "" });
        var writer = new RecordWriter();
        record.WriteValue(writer);
        Assert.Equal("4103646F6300", Convert.ToHexString(writer.Written));
        Assert.Equal(record, CounterRecord.Read("n"u8, writer.Written, isRemoval: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("colon:")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        await using var tenant = await TestTenant.CreateAsync("definition user {}");
        (await tenant.CommitAsync(new RegisterCounterProposal(new(name, new() { ResourceType = "user" })))).AssertRefused(Panthera.Storage.RefusalCode.InvalidArgument, "is no name of a counter");
    }
}
