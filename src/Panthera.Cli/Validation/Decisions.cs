using Panthera.Permissions.Graph;

namespace Panthera.Cli.Validation;

/// <summary>Words for decisions.</summary>
internal static class Decisions
{
    internal static string Name(Decision decision) => decision switch
    {
        Decision.Allowed => "allowed",
        Decision.Denied => "denied",
        Decision.Conditional => "conditional",
        _ => "undecided",
    };

    internal static string Describe(CheckResult result) => result.Decision switch
    {
        Decision.Conditional => $"conditional (it misses {string.Join(", ", result.MissingContext.Select(static name => $"`{name}`"))})",
        Decision.Error => $"undecided ({(result.ErrorDetail.Length > 0 ? result.ErrorDetail : result.Error)})",
        var decision => Name(decision),
    };
}
