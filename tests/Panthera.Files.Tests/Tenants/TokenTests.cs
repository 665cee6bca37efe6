using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Tests.Toy;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Tenants;

public sealed class TokenTests
{
    [Fact]
    public async Task A_token_says_what_it_was_minted_for_until_it_is_revoked_also_after_a_restart()
    {
        var disk = new FaultyEngine(new MemoryEngine());
        await using var test = await CreateAsync(engine: disk);
        var minted = (await test.Store.MintTokenAsync(TokenScope.TenantAdmin, "acme", Alice.Subject, null, CancellationToken.None)).Value;
        await test.ReopenAsync(disk.Restarted);
        Assert.True(test.Store.TryAuthenticate(minted.Secret, out var token));
        Assert.Equal(minted.Token, token);
        Assert.Equal((TokenScope.TenantAdmin, test.Tenant.Info.Id, Alice.Subject), (token.Scope, token.Tenant!.Value, token.Subject));
        var second = (await test.Store.MintTokenAsync(TokenScope.Server, null, null, null, CancellationToken.None)).Value;
        Assert.NotEqual(token.Id, second.Token.Id);

        _ = (await test.Store.RevokeTokenAsync(token.Id, CancellationToken.None)).Value;
        Assert.False(test.Store.TryAuthenticate(minted.Secret, out _));
        Assert.True(test.Store.TryAuthenticate(second.Secret, out _));
        Assert.Equal(RefusalCode.NotFound, (await test.Store.RevokeTokenAsync(token.Id, CancellationToken.None)).Refusal!.Code);
        await test.ReopenAsync(disk.Restarted);
        Assert.False(test.Store.TryAuthenticate(minted.Secret, out _));
        Assert.Equal(second.Token, Assert.Single(test.Store.Tokens));
        Assert.NotEqual(token.Id, (await test.Store.MintTokenAsync(TokenScope.Server, null, null, null, CancellationToken.None)).Value.Token.Id);
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public async Task A_token_is_dead_from_its_expiry_on_exactly()
    {
        await using var test = await CreateAsync();
        var expiry = test.Time.GetUtcNow().AddMinutes(5);
        var minted = (await test.Store.MintTokenAsync(TokenScope.Server, null, null, expiry, CancellationToken.None)).Value;
        test.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.True(test.Store.TryAuthenticate(minted.Secret, out _));
        test.Time.Advance(TimeSpan.FromTicks(1));
        Assert.False(test.Store.TryAuthenticate(minted.Secret, out _));
        Assert.Equal(RefusalCode.InvalidArgument, (await test.Store.MintTokenAsync(TokenScope.Server, null, null, expiry, CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public async Task No_other_secret_is_taken()
    {
        await using var test = await CreateAsync();
        var secret = (await test.Store.MintTokenAsync(TokenScope.Server, null, null, null, CancellationToken.None)).Value.Secret;
        var flipped = secret[..^2] + (secret[^2] == 'A' ? 'B' : 'A') + secret[^1];
        foreach (var wrong in (string[])["", " ", "pnt_", secret[..^1], secret + "A", secret.ToLowerInvariant(), secret.ToUpperInvariant(), flipped, " " + secret, "pnt_" + new string('é', 43), "pnt_" + new string('\0', 43), null!])
            Assert.False(test.Store.TryAuthenticate(wrong, out _));
    }

    [Theory]
    [InlineData(TokenScope.Server, "acme", null)]
    [InlineData(TokenScope.Server, null, "user:alice")]
    [InlineData(TokenScope.Subject, null, "user:alice")]
    [InlineData(TokenScope.Subject, "acme", null)]
    [InlineData(TokenScope.Subject, "acme", "group:eng")]
    [InlineData(TokenScope.Subject, "acme", "group:eng#member")]
    [InlineData(TokenScope.Subject, "acme", "user:*")]
    [InlineData(TokenScope.Subject, "acme", "user:=other|bob")]
    [InlineData(TokenScope.TenantAdmin, "acme", null)]
    [InlineData(TokenScope.TenantAdmin, null, "user:alice")]
    [InlineData(TokenScope.Permissions, null, null)]
    [InlineData(TokenScope.Permissions, "acme", "user:alice")]
    [InlineData(TokenScope.PermissionsRead, "acme", "user:alice")]
    [InlineData((TokenScope)0, null, null)]
    [InlineData((TokenScope)99, "acme", "user:alice")]
    public async Task A_token_whose_parts_do_not_fit_its_scope_is_refused(TokenScope scope, string? tenant, string? subject)
    {
        await using var test = await CreateAsync();
        var minted = await test.Store.MintTokenAsync(scope, tenant, subject is null ? null : SubjectReference.Parse(subject), null, CancellationToken.None);
        Assert.Equal(RefusalCode.InvalidArgument, minted.Refusal!.Code);
        Assert.Empty(test.Store.Tokens);
    }

    [Fact]
    public async Task A_token_for_a_tenant_that_is_not_there_is_refused()
    {
        await using var test = await CreateAsync();
        Assert.Equal(RefusalCode.NotFound, (await test.Store.MintTokenAsync(TokenScope.Subject, "none", Alice.Subject, null, CancellationToken.None)).Refusal!.Code);
    }
}
