using Panthera.Storage;

namespace Panthera.Files;

/// <summary>What a delete by filter removed.</summary>
/// <param name="Count">How many relationships.</param>
/// <param name="IsComplete">Whether nothing that matches was left; false where the limit ended it.</param>
/// <param name="DeletedAt">The moment from which on they are gone.</param>
public sealed record DeleteAnswer(long Count, bool IsComplete, ZedToken DeletedAt);
