namespace Panthera.Files;

/// <summary>The conditions of a delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>No condition; a directory must be empty.</summary>
    public static DeleteOptions Default { get; } = new();

    /// <summary>Delete a directory with everything below it.</summary>
    public bool Recursive { get; init; }

    /// <summary>Refuse unless the entity tag is this one.</summary>
    public string? IfMatch { get; init; }
}
