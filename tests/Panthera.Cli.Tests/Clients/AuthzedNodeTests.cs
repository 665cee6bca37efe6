namespace Panthera.Cli.Tests.Clients;

/// <summary>Every case of the suite in tests/clients/authzed-node: the stock Node client against a server in testing mode.</summary>
public sealed class AuthzedNodeTests : IClassFixture<AuthzedNodeSuite>
{
    private readonly AuthzedNodeSuite _suite;

    public AuthzedNodeTests(AuthzedNodeSuite suite) => _suite = suite;

    public static TheoryData<string> Cases => [.. AuthzedNodeSuite.Cases()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_stock_client_is_answered_as_it_expects(string name)
    {
        Assert.SkipWhen(AuthzedNodeSuite.Lacking is not null, AuthzedNodeSuite.Lacking ?? "");
        var (isPassed, report) = _suite.ResultOf(name);
        Assert.True(isPassed, report);
    }

    [Fact]
    public void The_suite_runs_as_many_cases_as_are_listed()
    {
        Assert.SkipWhen(AuthzedNodeSuite.Lacking is not null, AuthzedNodeSuite.Lacking ?? "");
        Assert.Equal(Cases.Count, _suite.Count);
    }
}
