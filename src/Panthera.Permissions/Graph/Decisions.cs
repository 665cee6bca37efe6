namespace Panthera.Permissions.Graph;

/// <summary>The rules by which decisions combine, for where only the decision is of interest; see <see cref="Decision"/>.</summary>
internal static class Decisions
{
    internal static Decision Either(Decision left, Decision right) => left > right ? left : right;

    internal static Decision Both(Decision left, Decision right)
    {
        if (left == Decision.Denied || right == Decision.Denied) return Decision.Denied;
        if (left == Decision.Error || right == Decision.Error) return Decision.Error;
        return left < right ? left : right;
    }

    internal static Decision Not(Decision decision) => decision switch
    {
        Decision.Allowed => Decision.Denied,
        Decision.Denied => Decision.Allowed,
        _ => decision,
    };
}
