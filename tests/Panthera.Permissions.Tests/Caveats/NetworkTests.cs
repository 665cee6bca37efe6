using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("10.2.3.4", "10.0.0.0/8", true)]
    [InlineData("11.0.0.0", "10.0.0.0/8", false)]
    [InlineData("10.1.255.255", "10.1.0.0/16", true)]
    [InlineData("10.2.0.0", "10.1.0.0/16", false)]
    [InlineData("192.168.1.7", "192.168.1.7/32", true)]
    [InlineData("192.168.1.8", "192.168.1.7/32", false)]
    [InlineData("192.168.1.6", "192.168.1.7/31", true)]
    [InlineData("255.255.255.255", "0.0.0.0/0", true)]
    [InlineData("10.2.3.4", "10.99.99.99/8", true)]
    [InlineData("2001:db8::1", "2001:db8::/32", true)]
    [InlineData("2001:DB8:0:0:0:0:0:1", "2001:db8::/32", true)]
    [InlineData("2001:db9::1", "2001:db8::/32", false)]
    [InlineData("::1", "::/0", true)]
    [InlineData("::1", "::1/128", true)]
    [InlineData("::2", "::1/128", false)]
    [InlineData("10.0.0.1", "::/0", false)]
    [InlineData("::1", "0.0.0.0/0", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.0/8", false)]
    [InlineData("10.0.0.1", "::ffff:0:0/96", false)]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.0/104", true)]
    public void In_cidr(string address, string block, bool expected)
    {
        var context = $$"""{"ip": "{{address}}", "cidr": "{{block}}"}""";
        Assert.Equal(expected ? "true" : "false", Expression.Evaluate("ip.in_cidr(cidr)", "ip ipaddress, cidr string", context).ToString());
        Assert.Equal(expected ? "true" : "false", Expression.Evaluate($"ip.in_cidr('{block}')", "ip ipaddress", context).ToString());
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0/8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("fe80::%eth0/64")]
    [InlineData("")]
    [InlineData("/8")]
    public void What_is_no_block_is_an_error(string block)
    {
        var outcome = Expression.Evaluate("ip.in_cidr(cidr)", "ip ipaddress, cidr string", $$"""{"ip": "10.0.0.1", "cidr": "{{block}}"}""");
        Assert.Equal(CaveatFailureKind.Evaluation, outcome.FailureKind);
        Assert.Contains("is no block of addresses", outcome.Message, StringComparison.Ordinal);
        Expression.IsRefused($"ip.in_cidr('{block}')", "is no block of addresses", "ip ipaddress");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.1 ")]
    [InlineData("10.0.0.1.")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("10.0.0.1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%eth0")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("::ffff:010.0.0.1")]
    [InlineData("::10.0.0.256")]
    [InlineData("12345::")]
    [InlineData("")]
    public void What_is_no_address_is_an_error(string address) =>
        Assert.Equal(
            CaveatFailureKind.ParameterType,
            Expression.Evaluate("ip.in_cidr('10.0.0.0/8')", "ip ipaddress", $$"""{"ip": "{{address}}"}""").FailureKind);

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", true)]
    [InlineData("""{}""", """{}""", true)]
    [InlineData("""{}""", """{"a": 1}""", true)]
    [InlineData("""{"a": 1, "b": 2}""", """{"a": 1}""", false)]
    [InlineData("""{"a": 1}""", """{"a": 2}""", false)]
    [InlineData("""{"a": {"b": 1}}""", """{"a": {"b": 1, "c": 2}, "d": 3}""", true)]
    [InlineData("""{"a": {"b": 1, "c": 2}}""", """{"a": {"b": 1}}""", false)]
    [InlineData("""{"a": {"b": 1}}""", """{"a": 1}""", false)]
    [InlineData("""{"a": 1}""", """{"a": {"b": 1}}""", false)]
    [InlineData("""{"a": {}}""", """{"a": {"b": 1}}""", true)]
    [InlineData("""{"a": [1, "x"]}""", """{"a": [1, "x"]}""", true)]
    [InlineData("""{"a": [1]}""", """{"a": [1, 2]}""", false)]
    [InlineData("""{"a": null}""", """{"a": null}""", true)]
    [InlineData("""{"a": null}""", """{}""", false)]
    public void Is_subtree_of(string part, string whole, bool expected) =>
        Assert.Equal(
            expected ? "true" : "false",
            Expression.Evaluate("x.isSubtreeOf(y)", "x map<any>, y map<any>", $$"""{"x": {{part}}, "y": {{whole}}}""").ToString());
}
