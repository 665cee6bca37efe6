namespace Panthera.Storage;

/// <summary>Counts how often a tenant's log was rolled back or restored; a revision means something only within its epoch.</summary>
/// <param name="Value">0 for a log that was never rolled back.</param>
public readonly record struct LogEpoch(uint Value)
{
    /// <summary>The epoch that follows a roll-back.</summary>
    public LogEpoch Next => new(Value + 1);
}
