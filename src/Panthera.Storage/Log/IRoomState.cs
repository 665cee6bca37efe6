using Panthera.Storage.Collections;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>A room's part of a tenant's state at one revision, made of persistent maps.</summary>
/// <remarks>INVARIANT (frozen): once the proposal that made it is over, it is never changed: readers hold it without locks.</remarks>
public interface IRoomState
{
    /// <summary>Applies one record.</summary>
    /// <param name="record">A record of this room.</param>
    /// <param name="edit">The token of the proposal (or load) under way.</param>
    /// <returns>The state after the record. This object is unchanged, though nodes that the token owns may be shared with it; but what this very token
    /// made may be changed in place and returned itself.</returns>
    IRoomState Apply(IRecord record, EditToken edit);

    /// <summary>Told, in the order of commits, that readers may see it from now on.</summary>
    void OnPublished()
    {
    }

    /// <summary>Native bytes that the state before it shows and it does not: what holding that one costs, as long as a still older one is not held too.</summary>
    /// <remarks>Asked once it is published. Managed memory is not counted: the records that lie between two states bound it.</remarks>
    long ReplacedBytes => 0;

    /// <summary>What it takes in memory, in bytes: native memory counted, managed memory estimated. Cheap: asked after every request.</summary>
    long ResidentBytes { get; }
}
