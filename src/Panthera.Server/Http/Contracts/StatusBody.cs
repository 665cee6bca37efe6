namespace Panthera.Server.Http.Contracts;

/// <summary>How the server is.</summary>
public sealed record StatusBody
{
    /// <summary>`ok`, `draining` or `unavailable`.</summary>
    public required string Status { get; init; }
}
