namespace Panthera.Permissions.Tests.Caching;

/// <summary>What the protocol of the clock forbids, each to be made on purpose.</summary>
public enum ClockMistake
{
    None,

    /// <summary>The writer publishes a state, and marks what changed after it.</summary>
    PublishesFirst,

    /// <summary>Who keeps an answer asks since when it holds before they pin what they compute it at.</summary>
    AsksBeforePinning,

    /// <summary>Who keeps an answer takes a cell that changed later for one that never changed.</summary>
    TrustsNewerStamps,

    /// <summary>Who keeps an answer says that it is of the newest revision, not of the one that it was computed at.</summary>
    LabelsWithHead,

    /// <summary>An answer is taken to have held for ever before.</summary>
    ForgetsSince,

    /// <summary>Who is served looks for changes, and pins a revision after.</summary>
    ChecksBeforePinning,
}
