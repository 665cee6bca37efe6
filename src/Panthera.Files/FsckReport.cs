namespace Panthera.Files;

/// <summary>What a check of everything stored found.</summary>
/// <param name="Tenants">Tenants checked.</param>
/// <param name="Entries">Files and directories checked.</param>
/// <param name="Contents">Contents whose bytes were read and compared with their hash.</param>
/// <param name="ContentBytes">Their bytes.</param>
/// <param name="Problems">What is wrong, a sentence each; empty when all is well.</param>
/// <param name="Notes">What is unusual but not wrong, such as deleted trees that are yet to be purged.</param>
public sealed record FsckReport(long Tenants, long Entries, long Contents, long ContentBytes, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
