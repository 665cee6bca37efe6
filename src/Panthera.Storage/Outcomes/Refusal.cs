using System.Collections.ObjectModel;

namespace Panthera.Storage;

/// <summary>Says why an operation was refused, and what to do about it.</summary>
/// <param name="Code">The closed code.</param>
/// <param name="Message">Lower case, with the caller's own input in backticks; never names what the caller may not see.</param>
public sealed record Refusal(RefusalCode Code, string Message)
{
    /// <summary>Names the case more closely than the code; <c>default</c> for none.</summary>
    public RefusalReason Reason { get; init; }

    /// <summary>What the reason is about, for programs: names of the caller's own input to their values. Empty for none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public override string ToString() => Message;
}
