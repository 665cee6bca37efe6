using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>A directory entry: key parent u64 then the name's bytes; value child u64.</summary>
internal sealed record EntryRecord(InodeId Parent, EntryName Name, InodeId Child, bool IsRemoval = false) : IRecord
{
    public RecordKind Kind => FileRecordKinds.Entry;

    public void WriteKey(RecordWriter writer)
    {
        writer.UInt64(Parent.Value);
        writer.Raw(Name.Bytes);
    }

    public void WriteValue(RecordWriter writer) => writer.UInt64(Child.Value);

    internal static EntryRecord Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval)
    {
        var reader = new RecordReader(key);
        var parent = new InodeId(reader.UInt64());
        var name = EntryName.FromStored(reader.Raw());
        return new(parent, name, isRemoval ? default : new(new RecordReader(value).UInt64()), isRemoval);
    }
}
