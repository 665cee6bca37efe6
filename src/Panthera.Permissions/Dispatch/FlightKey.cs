using Panthera.Permissions.Caching;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Dispatch;

/// <summary>What makes two computations one: the same question at the very same state, within the same bound.</summary>
/// <remarks>INVARIANT (coalesce): the state is compared by identity, so that tenant, revision and schema are the same; contexts have no flights.</remarks>
internal readonly record struct FlightKey(AnswerKey Question, TenantState Snapshot, int MaxDepth, PermissionPieces Off)
{
    public bool Equals(FlightKey other) =>
        ReferenceEquals(Snapshot, other.Snapshot) && MaxDepth == other.MaxDepth && Off == other.Off && Question.Equals(other.Question);

    public override int GetHashCode() => (int)Question.Hash;
}
