namespace Panthera.Server.Http.Contracts;

/// <summary>The grants on a path itself; inherited ones are on its ancestors.</summary>
public sealed record GrantsBody
{
    /// <summary>The grants.</summary>
    public required IReadOnlyList<GrantBody> Grants { get; init; }
}
