namespace Panthera.Storage.Collections;

/// <summary>The identity of one run of edits: nodes that a <see cref="PersistentMap{TKey,TValue,TComparer}"/> made under a token may be changed in place under it.</summary>
/// <remarks>One token belongs to one proposal (or one load). Once its result may be seen by a reader, the token is dropped and never used
/// again, which is what freezes the nodes. (The idea is Clojure's transients.) Confined to the tenant's writer.</remarks>
public sealed class EditToken
{
    /// <summary>Whether it belongs to a load, of which nobody sees anything before its end.</summary>
    /// <remarks>Room states may be changed in place in both; what looks at a draft tells its tenant states apart by identity, and those are new after each record.</remarks>
    public bool IsLoad { get; internal init; }
}
