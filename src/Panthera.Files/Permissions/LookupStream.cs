using Panthera.Storage;

namespace Panthera.Files;

/// <summary>What a look-up finds at one moment, in a fixed order, found as it is walked.</summary>
/// <remarks>It pins the snapshot until it is let go of. Walk it once, from one thread at a time. Walking throws <see cref="RefusedException"/> where one
/// candidate cannot be decided: leaving it out would be a wrong answer.</remarks>
/// <typeparam name="T">What is found.</typeparam>
/// <param name="LookedUpAt">The moment.</param>
/// <param name="Results">What is found, no more than asked for.</param>
public sealed record LookupStream<T>(ZedToken LookedUpAt, IEnumerable<T> Results);
