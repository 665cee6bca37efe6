using Panthera.Storage;

namespace Panthera.Files;

/// <summary>The value of a relationship counter.</summary>
/// <param name="Count">How many relationships its filter matches.</param>
/// <param name="ReadAt">The moment.</param>
public sealed record CounterAnswer(long Count, ZedToken ReadAt);
