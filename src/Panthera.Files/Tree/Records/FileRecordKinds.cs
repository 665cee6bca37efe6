using Panthera.Storage.Records;

namespace Panthera.Files.Tree.Records;

/// <summary>The record kinds of the file room. A partition loads in kind order: contents before the inodes that refer to them, inodes before their entries.</summary>
internal static class FileRecordKinds
{
    internal static RecordKind Content => new(48);

    internal static RecordKind Inode => new(49);

    internal static RecordKind Entry => new(50);

    internal static RecordKind Detached => new(51);

    internal static RecordKind IdBlock => new(52);
}
