using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Files;

/// <summary>A decision, and the moment that it holds for.</summary>
/// <param name="Decision">Allowed, denied or conditional.</param>
/// <param name="Token">The moment.</param>
/// <param name="ExpiresAt">The earliest expiry that the decision rests on; null for none.</param>
public readonly record struct CheckAnswer(Decision Decision, ZedToken Token, DateTimeOffset? ExpiresAt);
