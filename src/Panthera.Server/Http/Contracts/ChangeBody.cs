namespace Panthera.Server.Http.Contracts;

/// <summary>What a change other than a write made.</summary>
public sealed record ChangeBody
{
    /// <summary>Whether anything was different afterwards.</summary>
    public required bool Changed { get; init; }

    /// <summary>Names the commit, or the moment at which there was nothing to change.</summary>
    public required string Token { get; init; }
}
