using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>Replaces the tenant's schema. The text is stored; it is compiled again when it is loaded.</summary>
/// <remarks><code>key: empty      value: schema text</code></remarks>
internal sealed record SchemaRecord(CompiledSchema Schema) : IRecord
{
    public RecordKind Kind => RecordKinds.Schema;

    public bool IsRemoval => false;

    public void WriteKey(RecordWriter writer)
    {
    }

    public void WriteValue(RecordWriter writer) => writer.Text(Schema.Text);

    internal static SchemaRecord Read(ReadOnlySpan<byte> value)
    {
        var text = new RecordReader(value).Text();
        try
        {
            return new(SchemaCompiler.Compile(text));
        }
        catch (SchemaException exception)
        {
            throw new StorageException(StorageErrorCode.UnknownFormat, $"the stored schema does not compile in this version: {exception.Message}", exception);
        }
    }
}
