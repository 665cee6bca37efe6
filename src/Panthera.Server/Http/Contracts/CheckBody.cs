namespace Panthera.Server.Http.Contracts;

/// <summary>A decision.</summary>
public sealed record CheckBody
{
    /// <summary>`allowed`, `denied` or `conditional`.</summary>
    public required string Decision { get; init; }

    /// <summary>The moment that it holds for.</summary>
    public required string Token { get; init; }

    /// <summary>The earliest expiry that it rests on; absent for none.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
