namespace Panthera.Files.Tree;

/// <summary>The owner of an inode, as the permission room numbers it: the type's name and the object.</summary>
/// <param name="Type">The number of the type's name (`user`, `agent`).</param>
/// <param name="Id">The object's number.</param>
internal readonly record struct OwnerKey(uint Type, ulong Id);
