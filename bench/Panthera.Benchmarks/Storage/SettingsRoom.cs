using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Benchmarks.Storage;

/// <summary>The least that a tenant log needs to run.</summary>
internal sealed class SettingsRoom : Room<SettingsState>
{
    public override string Name => "settings";

    public override bool Owns(RecordKind kind) => kind == SettingRecord.SettingKind;

    public override SettingsState Empty(TenantId tenant) => new(default);

    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval) =>
        new SettingRecord(new RecordReader(key).UInt64(), new RecordReader(value).UInt64());
}
