namespace Panthera.Files;

/// <summary>What a directory entry names.</summary>
public enum EntryKind : byte
{
    /// <summary>A file, which has a content.</summary>
    File = 1,

    /// <summary>A directory, which has entries.</summary>
    Directory = 2,
}
