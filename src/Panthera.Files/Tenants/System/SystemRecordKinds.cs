using Panthera.Storage.Records;

namespace Panthera.Files.Tenants;

/// <summary>The record kinds of the system tenant.</summary>
internal static class SystemRecordKinds
{
    internal static RecordKind Tenant => new(80);

    internal static RecordKind Token => new(81);

    internal static RecordKind Counter => new(82);

    internal static RecordKind Dropped => new(83);
}
