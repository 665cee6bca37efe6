namespace Panthera.Storage.Log;

/// <summary>The outcome of a proposal, with the place in the log at which it was decided.</summary>
/// <typeparam name="T">The proposal's result.</typeparam>
/// <param name="Outcome">The result, or the refusal.</param>
/// <param name="Revision">The commit made; or, when nothing was changed, the revision that the decision was made at.</param>
/// <param name="Epoch">The log epoch in which the revision counts.</param>
public readonly record struct Committed<T>(Outcome<T> Outcome, Revision Revision, LogEpoch Epoch);
