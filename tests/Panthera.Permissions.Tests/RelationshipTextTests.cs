namespace Panthera.Permissions.Tests;

public class RelationshipTextTests
{
    [Theory]
    [InlineData("file:x#viewer@user:tom")]
    [InlineData("tenant/file:a/b_c|d-e=f+g#viewer@tenant/group:eng#member")]
    [InlineData("file:x#viewer@user:*")]
    [InlineData("file:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z]")]
    [InlineData("file:x#viewer@user:tom[expiration:2030-01-01T00:00:00.1234567Z]")]
    [InlineData("file:x#viewer@user:tom[on_network]")]
    [InlineData("file:x#viewer@user:*[acme/on_network:{\"cidr\":\"10.0.0.0/8\"}]")]
    [InlineData("file:x#viewer@group:eng#member[on_network:{\"a\":\"]}\\\"[\",\"b\":{\"c\":[1,{}]}}][expiration:2030-01-01T00:00:00Z]")]
    [InlineData("file:x#viewer@user:tom[on_network][expiration:2030-01-01T00:00:00Z]")]
    public void Text_is_read_and_written_the_same(string text) => Assert.Equal(text, Relationship.Parse(text).ToString());

    [Fact]
    public void Three_dots_mean_no_relation_and_offsets_become_utc()
    {
        Assert.Equal("file:x#viewer@user:tom", Relationship.Parse("file:x#viewer@user:tom#...").ToString());
        Assert.Equal("file:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z]", Relationship.Parse("file:x#viewer@user:tom[expiration:2030-01-01T02:00:00+02:00]").ToString());
    }

    [Theory]
    [Trait("Hazard", "H29")]
    [InlineData("", "is no relationship")]
    [InlineData("file:x", "is no relationship")]
    [InlineData("file:x#viewer", "is no relationship")]
    [InlineData("file#viewer@user:tom", "no `:`")]
    [InlineData("file:x#viewer@tom", "no `:`")]
    [InlineData("file:x#Viewer@user:tom", "`Viewer` is no relation")]
    [InlineData("file:x#viewer_@user:tom", "`viewer_` is no relation")]
    [InlineData("f:x#viewer@user:tom", "`f` is no type")]
    [InlineData("file:#viewer@user:tom", "is no id")]
    [InlineData("file:*#viewer@user:tom", "`*` is no id")]
    [InlineData("file:x y#viewer@user:tom", "`x y` is no id")]
    [InlineData("file:x#viewer@user:tom@home", "`tom@home` is no id")]
    [InlineData("file:x#viewer@user:a:b", "`a:b` is no id")]
    [InlineData("file:x#viewer@user:ann#one#two", "`one#two` is no relation")]
    [InlineData("file:x#viewer@group:*#member", "is a wildcard with a relation")]
    [InlineData("file:x#viewer@user:tom[]", "no name of a caveat")]
    [InlineData("file:x#viewer@user:tom[on_network", "not closed")]
    [InlineData("file:x#viewer@user:tom[on_network:10]", "no JSON object")]
    [InlineData("file:x#viewer@user:tom[on_network:{\"a\":1]", "no JSON object")]
    [InlineData("file:x#viewer@user:tom[on_network:{\"a\":1}", "not closed")]
    [InlineData("file:x#viewer@user:tom[on_network:{a:1}]", "context of the caveat `on_network` cannot be read")]
    [InlineData("file:x#viewer@user:tom[on_network][on_network]", "only `[expiration:TIME]` may")]
    [InlineData("file:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z][on_network]", "is no time")]
    [InlineData("file:x#viewer@user:tom[expiration:tomorrow]", "`tomorrow` is no time")]
    [InlineData("file:x#viewer@user:tom[expiration:2030-01-01T00:00:00Z", "not closed")]
    public void What_is_no_relationship_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(Relationship.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_context_written_otherwise_is_the_same_caveat()
    {
        var one = Relationship.Parse("file:x#viewer@user:tom[on_network:{\"b\":1.0,\"a\":null}]");
        Assert.Equal(one, Relationship.Parse("file:x#viewer@user:tom[on_network:{ \"a\" : null, \"b\" : 1 }]"));
        Assert.NotEqual(one, Relationship.Parse("file:x#viewer@user:tom[on_network]"));
        Assert.Equal(Relationship.Parse("file:x#viewer@user:tom[on_network:{}]"), Relationship.Parse("file:x#viewer@user:tom[on_network]"));
    }

    [Fact]
    public void Ids_and_types_end_at_their_limits()
    {
        Assert.True(ObjectReference.TryParse($"file:{new string('x', 1024)}", out _, out _));
        Assert.False(ObjectReference.TryParse($"file:{new string('x', 1025)}", out _, out _));
        Assert.False(ObjectReference.TryParse($"{string.Join('/', Enumerable.Repeat(new string('x', 43), 3))}:id", out _, out _));
    }
}
