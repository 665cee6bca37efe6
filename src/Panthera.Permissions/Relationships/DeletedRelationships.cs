namespace Panthera.Permissions.Relationships;

/// <summary>What a delete by filter removed.</summary>
/// <param name="Count">How many.</param>
/// <param name="IsComplete">Whether nothing that matches was left.</param>
public readonly record struct DeletedRelationships(int Count, bool IsComplete);
