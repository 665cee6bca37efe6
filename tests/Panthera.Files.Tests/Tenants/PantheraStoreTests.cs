using Panthera.Files.Tests.Support;
using Panthera.Permissions;
using Panthera.Storage;

namespace Panthera.Files.Tests.Tenants;

public class PantheraStoreTests
{
    [Theory]
    [InlineData("user", "", null)]
    [InlineData("user", "a#b", null)]
    [InlineData("user", "a b", null)]
    [InlineData("user", "=other|bob", null)]
    [InlineData("user", "*", null)]
    [InlineData("user", "bob", "...")]
    [InlineData("group", "eng", "member")]
    public async Task A_subject_that_could_not_be_read_back_is_refused_before_it_is_stored(string type, string id, string? relation)
    {
        await using var test = await TestStore.CreateAsync();
        var subject = new SubjectReference(type, id, relation);
        var created = await test.Store.CreateTenantAsync("other", subject, CancellationToken.None);
        Assert.Equal(RefusalCode.InvalidArgument, created.Refusal!.Code);
        var minted = await test.Store.MintTokenAsync(TokenScope.Subject, "acme", subject, null, CancellationToken.None);
        Assert.Equal(RefusalCode.InvalidArgument, minted.Refusal!.Code);
        Assert.Single(test.Store.Tenants);
        Assert.Empty(test.Store.Tokens);
    }
}
