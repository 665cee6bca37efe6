using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>An inode: key inode id u64; value parent u64, name bytes, kind u8, version varint, size varint, content varint, modified u64,
/// owner type varint, owner object varint, created-by text.</summary>
internal sealed record InodeRecord(InodeId Id, Inode? Inode) : IRecord
{
    public RecordKind Kind => FileRecordKinds.Inode;

    public bool IsRemoval => Inode is null;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Id.Value);

    public void WriteValue(RecordWriter writer)
    {
        var inode = Inode!;
        writer.UInt64(inode.Parent.Value);
        writer.Bytes(inode.Id == InodeId.Root ? [] : inode.Name.Bytes);
        writer.Byte((byte)inode.Kind);
        writer.VarUInt(inode.Version);
        writer.VarUInt((ulong)inode.SizeBytes);
        writer.VarUInt(inode.Content.Value);
        writer.Time(inode.ModifiedAt);
        writer.VarUInt(inode.Owner.Type.Value);
        writer.VarUInt(inode.Owner.Id);
        writer.Text(inode.CreatedBy);
    }

    internal static InodeRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var id = new InodeId(new RecordReader(key).UInt64());
        if (isRemoval) return new(id, null);
        var reader = new RecordReader(value);
        return new(id, new Inode
        {
            Id = id,
            Parent = new(reader.UInt64()),
            Name = EntryName.FromStored(reader.Bytes()),
            Kind = (EntryKind)reader.Byte(),
            Version = reader.VarUInt(),
            SizeBytes = checked((long)reader.VarUInt()),
            Content = new(reader.VarUInt()),
            ModifiedAt = reader.Time(),
            Owner = new(new(checked((uint)reader.VarUInt())), reader.VarUInt()),
            CreatedBy = reader.Text(),
        });
    }
}
