namespace Panthera.Server.Http.Contracts;

/// <summary>A new access token with its secret, which is shown this once.</summary>
public sealed record MintedTokenBody
{
    /// <summary>What to send as the bearer token.</summary>
    public required string Secret { get; init; }

    /// <summary>What is stored.</summary>
    public required TokenBody Token { get; init; }
}
