using Panthera.Storage;

namespace Panthera.Files;

/// <summary>Something read from a tenant's schema at one moment.</summary>
/// <typeparam name="T">What.</typeparam>
/// <param name="Value">What was read.</param>
/// <param name="ReadAt">The moment.</param>
public sealed record SchemaPart<T>(T Value, ZedToken ReadAt);
