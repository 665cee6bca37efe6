using Panthera.Permissions.Caveats;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Tests.Relationships;

public class RelationshipRecordTests
{
    private const string Key = "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000004" + "0000000000000005" + "0000000000000006";

    [Theory]
    [InlineData(false, null, null, "")]
    [InlineData(true, null, null, "08F03904EB0B0000")]
    [InlineData(false, "on_net", null, "80066F6E5F6E6574")]
    [InlineData(false, "on_net", """{ "b": 1, "a": [true] }""", "80066F6E5F6E65747B2261223A5B747275655D2C2262223A317D")]
    [InlineData(true, "on_net", """{"a":1}""", "8108F03904EB0B0000066F6E5F6E65747B2261223A317D")]
    public void The_bytes_are_those_drawn_and_are_read_back(bool expires, string? name, string? json, string value)
    {
        var context = CaveatContext.Empty;
        if (json is not null) Assert.True(CaveatContext.TryParse(json, out context!, out _));
        var expiresAt = expires ? new DateTimeOffset(2042, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks : Expiry.Never;
        var record = new RelationshipRecord(
            new(new(1), 2), new(3), new(new(4), new(6), 5), new(expiresAt, name is null ? null : new(name, context)), IsRemoval: false);

        var writer = new RecordWriter();
        record.WriteKey(writer);
        Assert.Equal(Key, Convert.ToHexString(writer.Written));
        writer.Clear();
        record.WriteValue(writer);
        Assert.Equal(value, Convert.ToHexString(writer.Written));
        Assert.Equal(record, RelationshipRecord.Read(Convert.FromHexString(Key), writer.Written, isRemoval: false));
    }

    [Theory]
    [Trait("Hazard", "H13")]
    [InlineData("82", StorageErrorCode.UnknownFormat, "tag 82")]
    [InlineData("80", StorageErrorCode.Corrupt, "")]
    [InlineData("80066F6E5F6E65747B", StorageErrorCode.Corrupt, "`on_net`")]
    [InlineData("8108F0", StorageErrorCode.Corrupt, "")]
    [InlineData("08F0E1ED7C", StorageErrorCode.Corrupt, "")]
    public void A_value_that_cannot_be_read_whole_is_never_read_as_unconditional(string value, StorageErrorCode code, string words)
    {
        var failure = Assert.Throws<StorageException>(() => RelationshipRecord.Read(Convert.FromHexString(Key), Convert.FromHexString(value), isRemoval: false));
        Assert.Equal(code, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
