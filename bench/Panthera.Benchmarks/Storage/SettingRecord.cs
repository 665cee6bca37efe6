using Panthera.Storage.Records;

namespace Panthera.Benchmarks.Storage;

/// <summary>A record of about the size of an inode's.</summary>
internal sealed record SettingRecord(ulong Key, ulong Value) : IRecord
{
    private static readonly byte[] Filling = new byte[64];

    internal static RecordKind SettingKind => new(200);

    public RecordKind Kind => SettingKind;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer) => writer.UInt64(Key);

    public void WriteValue(RecordWriter writer)
    {
        writer.UInt64(Value);
        writer.Raw(Filling);
    }
}
