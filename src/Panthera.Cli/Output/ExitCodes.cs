using Panthera.Permissions.Graph;

namespace Panthera.Cli.Output;

/// <summary>What the process returns; stable, for scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done; for a check: allowed.</summary>
    internal const int Done = 0;

    /// <summary>Refused or not found, nothing was changed; for a check: denied.</summary>
    internal const int Refused = 1;

    /// <summary>For a check: conditional.</summary>
    internal const int Conditional = 2;

    /// <summary>An error, or wrong usage.</summary>
    internal const int Error = 3;

    internal static int Of(Decision decision) => decision switch
    {
        Decision.Allowed => Done,
        Decision.Denied => Refused,
        Decision.Conditional => Conditional,
        _ => Error,
    };
}
