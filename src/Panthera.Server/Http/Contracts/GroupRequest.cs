namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a new group.</summary>
public sealed record GroupRequest
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The user or agent who may change its members; absent for tenant admins alone.</summary>
    public string? Manager { get; init; }
}
