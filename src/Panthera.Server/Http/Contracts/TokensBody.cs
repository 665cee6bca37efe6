namespace Panthera.Server.Http.Contracts;

/// <summary>The access tokens that the caller manages.</summary>
public sealed record TokensBody
{
    /// <summary>The tokens.</summary>
    public required IReadOnlyList<TokenBody> Tokens { get; init; }
}
