using Panthera.Permissions.Caching;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>The room of schemas and relationships.</summary>
public sealed class PermissionsRoom : Room<PermissionsState>, ICommitObserver
{
    private PermissionsRoom()
    {
    }

    /// <summary>The only instance.</summary>
    public static PermissionsRoom Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "permissions";

    /// <inheritdoc/>
    public override bool Owns(RecordKind kind) => kind.Value is >= RecordKinds.First and <= RecordKinds.Last;

    /// <inheritdoc/>
    public override PermissionsState Empty(TenantId tenant) => PermissionsState.CreateEmpty();

    /// <inheritdoc/>
    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        if (kind == RecordKinds.Relationship) return RelationshipRecord.Read(key, value, isRemoval);
        if (kind == RecordKinds.Object) return ObjectRecord.Read(key, value);
        if (kind == RecordKinds.Name) return NameRecord.Read(key, value);
        if (kind == RecordKinds.Counter) return CounterRecord.Read(key, value, isRemoval);
        if (kind == RecordKinds.Schema) return SchemaRecord.Read(value);
        throw new StorageException(StorageErrorCode.UnknownFormat, $"a stored permission record has kind {kind.Value}, which this build does not know; open it with a newer version");
    }

    /// <inheritdoc/>
    void ICommitObserver.OnPublishing(Commit commit, TenantState before, TenantState after) => CommitStamps.Mark(commit, after.Of(this));

    /// <summary>Whether a record changes a relationship on a <c>file</c>: on which one.</summary>
    /// <param name="record">A record of any room.</param>
    /// <param name="state">A state that has the names.</param>
    /// <param name="file">The inode's number, in a tenant with files.</param>
    public static bool TryGetGrantedFile(IRecord record, PermissionsState state, out ulong file)
    {
        ArgumentNullException.ThrowIfNull(state);
        file = 0;
        if (record is not RelationshipRecord relationship || state.NameOf(relationship.Resource.Type) != FileIdText.TypeName) return false;
        file = relationship.Resource.Id;
        return true;
    }
}
