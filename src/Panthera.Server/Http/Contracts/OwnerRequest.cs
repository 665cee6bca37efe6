namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for another owner.</summary>
public sealed record OwnerRequest
{
    /// <summary>The one user or agent who owns it from now on.</summary>
    public required string Owner { get; init; }
}
