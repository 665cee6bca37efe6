using Panthera.Storage.Records;

namespace Panthera.Storage.Log;

/// <summary>The stored head of a tenant: written in every batch, it says which revision the stored state is of.</summary>
/// <param name="Revision">The newest commit.</param>
/// <param name="Epoch">The log epoch.</param>
/// <param name="CommittedAt">When the newest commit was made.</param>
/// <param name="FirstKept">The oldest commit that the log still has.</param>
internal readonly record struct TenantHead(Revision Revision, LogEpoch Epoch, DateTimeOffset CommittedAt, Revision FirstKept)
{
    internal void Write(RecordWriter writer)
    {
        writer.UInt64(Revision.Value);
        writer.UInt32(Epoch.Value);
        writer.Time(CommittedAt);
        writer.UInt64(FirstKept.Value);
    }

    internal static TenantHead Read(ReadOnlySpan<byte> payload)
    {
        var reader = new RecordReader(payload);
        return new(new(reader.UInt64()), new(reader.UInt32()), reader.Time(), new(reader.UInt64()));
    }
}
