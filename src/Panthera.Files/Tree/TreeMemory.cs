namespace Panthera.Files;

/// <summary>What a tenant's tree takes in memory, in bytes, part by part.</summary>
/// <param name="Entries">Files and directories, the root included.</param>
/// <param name="Inodes">Their fixed-size records.</param>
/// <param name="Names">The leaves that hold names in order.</param>
/// <param name="Index">What leads to the leaves.</param>
/// <param name="Owners">The index of files by owner.</param>
/// <param name="Contents">The fixed-size records of contents.</param>
/// <param name="Rare">Tables of what does not fit a record, of deleted trees and of unreferenced contents.</param>
/// <param name="Directories">What is remembered of directories, so that a path is found fast.</param>
/// <param name="Superseded">What only older states show.</param>
/// <param name="Slack">Native memory taken from the system and not in use.</param>
/// <param name="Managed">Managed memory, estimated: pairs of owners and creators.</param>
public readonly record struct TreeMemory(
    long Entries,
    long Inodes,
    long Names,
    long Index,
    long Owners,
    long Contents,
    long Rare,
    long Directories,
    long Superseded,
    long Slack,
    long Managed)
{
    /// <summary>All of it.</summary>
    public long TotalBytes => Inodes + Names + Index + Owners + Contents + Rare + Directories + Superseded + Slack + Managed;

    /// <summary>All of it, divided by the entries.</summary>
    public double BytesPerEntry => Entries == 0 ? 0 : (double)TotalBytes / Entries;
}
