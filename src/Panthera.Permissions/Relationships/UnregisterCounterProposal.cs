using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Relationships;

/// <summary>Removes a relationship counter.</summary>
/// <param name="name">Its name.</param>
public sealed class UnregisterCounterProposal(string name) : Proposal<RelationshipCounter>
{
    /// <inheritdoc/>
    public override Outcome<RelationshipCounter> Run(Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var found = draft.Of(PermissionsRoom.Instance).FindCounter(name);
        if (found.IsAccepted) draft.Yield(new CounterRecord(name, null));
        return found;
    }
}
