namespace Panthera.Storage;

/// <summary>Names one unbroken run of a tenant's log; a revision means something only within its epoch.</summary>
/// <remarks>A log begins at a random epoch, so that tokens of another store's tenant of the same number are told apart; rolling back or restoring begins the next one.</remarks>
/// <param name="Value">The number.</param>
public readonly record struct LogEpoch(uint Value)
{
    /// <summary>The epoch that follows a roll-back.</summary>
    public LogEpoch Next => new(unchecked(Value + 1));
}
