using System.Runtime.CompilerServices;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Collections;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>The whole of a tenant at one revision: what a request pins.</summary>
/// <remarks>Immutable. Holding it is the pin: superseded versions live exactly as long as somebody does.</remarks>
public sealed class TenantState
{
    private readonly IRoom[] _rooms;
    private readonly IRoomState[] _states;

    // Made when first asked for; who comes at the same time makes an equal one.
    private ZedToken? _token;

    private TenantState(TenantId tenant, Revision revision, LogEpoch epoch, DateTimeOffset committedAt, IRoom[] rooms, IRoomState[] states)
    {
        Tenant = tenant;
        Revision = revision;
        Epoch = epoch;
        CommittedAt = committedAt;
        _rooms = rooms;
        _states = states;
    }

    /// <summary>The tenant.</summary>
    public TenantId Tenant { get; }

    /// <summary>The newest commit that this state contains.</summary>
    public Revision Revision { get; }

    /// <summary>The log epoch in which the revision counts.</summary>
    public LogEpoch Epoch { get; }

    /// <summary>The moment that it shows.</summary>
    public ZedToken Token => _token ??= new(Tenant, Epoch, Revision);

    /// <summary>When the newest commit was made; never goes back within a tenant.</summary>
    public DateTimeOffset CommittedAt { get; }

    /// <summary>Whether readers may see it, or might have. A draft, and a commit whose batch is not stored yet, are not published: no cache may answer for them or learn from
    /// them, since their number does not say what they hold.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>What it takes in memory, in bytes, by its rooms' own counts.</summary>
    public long ResidentBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var state in _states) bytes += state.ResidentBytes;
            return bytes;
        }
    }

    /// <summary>Native bytes that the state before it shows and it does not.</summary>
    internal long ReplacedBytesSince(TenantState before)
    {
        var bytes = 0L;
        for (var i = 0; i < _states.Length; i++)
        {
            // A room that the commit left alone says what its own last commit replaced.
            if (!ReferenceEquals(_states[i], before._states[i])) bytes += _states[i].ReplacedBytes;
        }

        return bytes;
    }

    /// <summary>The part of a room.</summary>
    /// <exception cref="ArgumentException">The storage was opened without that room.</exception>
    public TState Of<TState>(Room<TState> room)
        where TState : class, IRoomState => Of(room, _states);

    /// <summary>The part of a room among parts that stand in for this state's own.</summary>
    internal TState Of<TState>(Room<TState> room, IRoomState[] parts)
        where TState : class, IRoomState
    {
        var rooms = _rooms;
        for (var i = 0; i < rooms.Length; i++)
        {
            if (ReferenceEquals(rooms[i], room)) return Unsafe.As<TState>(parts[i]);
        }

        throw new ArgumentException($"the storage was opened without the room `{room.Name}`", nameof(room));
    }

    internal IRoomState Of(IRoom room)
    {
        for (var i = 0; i < _rooms.Length; i++)
        {
            if (ReferenceEquals(_rooms[i], room)) return _states[i];
        }

        throw new ArgumentException($"the storage was opened without the room `{room.Name}`", nameof(room));
    }

    /// <summary>This state with another part of a room.</summary>
    internal TenantState With(IRoom room, IRoomState part)
    {
        var states = (IRoomState[])_states.Clone();
        for (var i = 0; i < states.Length; i++)
        {
            if (ReferenceEquals(_rooms[i], room)) states[i] = part;
        }

        return new(Tenant, Revision, Epoch, CommittedAt, _rooms, states);
    }

    /// <summary>The parts of all rooms, for a draft that changes them.</summary>
    internal IRoomState[] CopyParts() => (IRoomState[])_states.Clone();

    /// <summary>This state with other parts, which are copied.</summary>
    internal TenantState With(IRoomState[] parts) => new(Tenant, Revision, Epoch, CommittedAt, _rooms, (IRoomState[])parts.Clone());

    /// <summary>About how many records an image would spare.</summary>
    internal long CountCheckpointedRecords()
    {
        long records = 0;
        for (var i = 0; i < _rooms.Length; i++) records += (_rooms[i] as ICheckpointedRoom)?.CountRecords(_states[i]) ?? 0;
        return records;
    }

    /// <summary>Tells the rooms that readers may see this state from now on. Called once, before it can be seen.</summary>
    internal void OnPublished()
    {
        IsPublished = true;
        foreach (var state in _states) state.OnPublished();
    }

    /// <summary>Tells the rooms that follow commits of one that is about to be seen.</summary>
    internal static void Announce(Commit commit, TenantState before, TenantState after)
    {
        for (var i = 0; i < after._rooms.Length; i++) (after._rooms[i] as ICommitObserver)?.OnPublishing(commit, before, after);
    }

    internal static TenantState CreateEmpty(TenantId tenant, IReadOnlyList<IRoom> rooms)
    {
        var states = new IRoomState[rooms.Count];
        for (var i = 0; i < states.Length; i++) states[i] = rooms[i].CreateEmpty(tenant);
        return new(tenant, Revision.Zero, default, DateTimeOffset.MinValue, [.. rooms], states);
    }

    internal TenantState At(Revision revision, LogEpoch epoch, DateTimeOffset committedAt) =>
        new(Tenant, revision, epoch, committedAt, _rooms, _states);

    internal TenantState Apply(IRecord record, EditToken edit)
    {
        var slot = SlotOf(record.Kind);
        return With(slot, _states[slot].Apply(record, edit));
    }

    private TenantState With(int slot, IRoomState part)
    {
        if (ReferenceEquals(part, _states[slot])) return this;
        var states = (IRoomState[])_states.Clone();
        states[slot] = part;
        return new(Tenant, Revision, Epoch, CommittedAt, _rooms, states);
    }

    /// <summary>Applies a record as it is stored. Only for loads.</summary>
    internal TenantState Load(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, EditToken edit)
    {
        var slot = SlotOf(kind);
        try
        {
            return With(slot, _rooms[slot].Load(_states[slot], kind, key, value, edit));
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            throw Senseless(kind, slot, exception);
        }
    }

    /// <summary>Tells the rooms that no more stored records come.</summary>
    internal TenantState FinishLoad()
    {
        var state = this;
        for (var i = 0; i < _rooms.Length; i++) state = state.With(i, _rooms[i].FinishLoad(state._states[i]));
        return state;
    }

    internal IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var slot = SlotOf(kind);
        try
        {
            return _rooms[slot].Decode(kind, key, value, isRemoval);
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            throw Senseless(kind, slot, exception);
        }
    }

    private StorageException Senseless(RecordKind kind, int slot, Exception exception) =>
        new(StorageErrorCode.Corrupt, $"a stored record of kind {kind.Value} of tenant {Tenant} makes no sense to the room `{_rooms[slot].Name}`: {exception.Message}", exception);

    /// <summary>The place of the room that owns a kind.</summary>
    internal int SlotOf(RecordKind kind)
    {
        for (var i = 0; i < _rooms.Length; i++)
        {
            if (_rooms[i].Owns(kind)) return i;
        }

        throw new StorageException(StorageErrorCode.UnknownFormat, $"a stored record has kind {kind.Value}, which no room of this build owns; open it with a newer version");
    }
}
