using Panthera.Storage.Collections;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>The base of every room: ties the room to the type of its state.</summary>
/// <typeparam name="TState">The state that its records make.</typeparam>
public abstract class Room<TState> : IRoom
    where TState : class, IRoomState
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract bool Owns(RecordKind kind);

    /// <summary>The state of a tenant before its first commit.</summary>
    public abstract TState Empty(TenantId tenant);

    /// <inheritdoc/>
    public abstract IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval);

    /// <inheritdoc/>
    public virtual IRoomState Load(IRoomState state, RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, EditToken edit)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Apply(Decode(kind, key, value, isRemoval: false), edit);
    }

    /// <inheritdoc/>
    public virtual IRoomState FinishLoad(IRoomState state) => state;

    IRoomState IRoom.CreateEmpty(TenantId tenant) => Empty(tenant);
}
