namespace Panthera.Storage;

/// <summary>Names a refusal more closely than its code does, in capitals with underscores; <c>default</c> is no reason.</summary>
/// <remarks>An open set: a room has its own. The permissions room's are those of the authzed contract, without their prefix.</remarks>
/// <param name="Name">The name: <c>UNKNOWN_DEFINITION</c>; null for none.</param>
public readonly record struct RefusalReason(string? Name)
{
    /// <summary>Whether there is none.</summary>
    public bool IsNone => Name is null;

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";
}
