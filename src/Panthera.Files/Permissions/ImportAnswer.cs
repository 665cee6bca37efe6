using Panthera.Storage;

namespace Panthera.Files;

/// <summary>What a bulk import created.</summary>
/// <param name="Count">How many relationships.</param>
/// <param name="WrittenAt">The moment from which on they are seen.</param>
public sealed record ImportAnswer(long Count, ZedToken WrittenAt);
