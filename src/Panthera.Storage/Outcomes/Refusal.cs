namespace Panthera.Storage;

/// <summary>Says why an operation was refused, and what to do about it.</summary>
/// <param name="Code">The closed code.</param>
/// <param name="Message">Lower case, with the caller's own input in backticks; never names what the caller may not see.</param>
public sealed record Refusal(RefusalCode Code, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
