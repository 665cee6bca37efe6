namespace Panthera.Server.Http.Contracts;

/// <summary>Asks for a member of a group.</summary>
public sealed record GroupMemberRequest
{
    /// <summary>The member: `user:bob`, or another group's `group:ops#member`.</summary>
    public required string Member { get; init; }

    /// <summary>When the membership ends; absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
