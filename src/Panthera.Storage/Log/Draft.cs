using Panthera.Storage.Collections;
using Panthera.Storage.Engines;
using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>The unpublished state of a tenant that a proposal reads and adds to.</summary>
/// <remarks>Confined to the tenant's writer, for the time of one <see cref="Proposal{TResult}.Run"/>.</remarks>
public sealed class Draft
{
    private readonly EditToken _edit = new();
    private readonly List<IRecord> _records = [];
    private readonly List<EngineChange> _attachments = [];
    private IRoomState[]? _parts;
    private TenantState? _state;

    internal Draft(TenantState before, DateTimeOffset now)
    {
        _state = before;
        Before = before;
        Now = now;
    }

    /// <summary>The tenant's state, with the records that this proposal has yielded so far. Its revision is still the one before.</summary>
    /// <remarks>Another object after every <see cref="Yield"/>: what caches by the identity of a state never takes one for another.</remarks>
    public TenantState State => _state ??= Before.With(_parts!);

    /// <summary>The tenant's state before this proposal.</summary>
    public TenantState Before { get; }

    /// <summary>The tenant.</summary>
    public TenantId Tenant => Before.Tenant;

    /// <summary>The number that the commit gets if anything is yielded.</summary>
    public Revision Revision => Before.Revision.Next;

    /// <summary>The one reading of the clock that the proposal decides by.</summary>
    public DateTimeOffset Now { get; }

    internal IReadOnlyList<IRecord> Records => _records;

    internal IReadOnlyList<EngineChange> Attachments => _attachments;

    /// <summary>The part of a room, with the records that this proposal has yielded so far.</summary>
    public TState Of<TState>(Room<TState> room)
        where TState : class, IRoomState => _parts is { } parts ? Before.Of(room, parts) : Before.Of(room);

    /// <summary>Adds a record to the commit, and applies it to the draft's state.</summary>
    public void Yield(IRecord record)
    {
        var parts = _parts ??= Before.CopyParts();
        var slot = Before.SlotOf(record.Kind);
        parts[slot] = parts[slot].Apply(record, _edit);
        _state = null;
        _records.Add(record);
    }

    /// <summary>Stores bytes beside the state in the same atomic batch: they are in neither the log nor memory.</summary>
    /// <param name="key">The key within the tenant's contents.</param>
    /// <param name="payload">The bytes; framed with a checksum before they are stored.</param>
    public void Attach(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload)
    {
        var engineKey = EngineKeys.Content(Tenant, key);
        _attachments.Add(new(EngineChangeKind.Put, Keyspace.Contents, engineKey, StoredValue.Seal(engineKey, payload)));
    }

    /// <summary>Removes what <see cref="Attach"/> stored.</summary>
    public void Detach(ReadOnlySpan<byte> key) =>
        _attachments.Add(new(EngineChangeKind.Delete, Keyspace.Contents, EngineKeys.Content(Tenant, key), []));
}
