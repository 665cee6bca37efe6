namespace Panthera.Server.Grpc.Testing;

/// <summary>Testing mode: an unknown key gets an empty, bare tenant of its own, in memory only.</summary>
public sealed record TestingOptions
{
    /// <summary>How many keys get one; each holds some kilobytes until the server ends. Beyond it a new key is refused.</summary>
    public int MaxTenants { get; init; } = 10_000;
}
