using Panthera.Storage.Records;

namespace Panthera.Permissions.Relationships;

/// <summary>The kinds of the permissions room. A partition loads in their order: names before the schema, both before what uses them.</summary>
internal static class RecordKinds
{
    internal const byte First = 16;
    internal const byte Last = 47;

    internal static RecordKind Name => new(16);

    internal static RecordKind Schema => new(17);

    internal static RecordKind Object => new(18);

    internal static RecordKind Relationship => new(19);

    internal static RecordKind Counter => new(20);
}
