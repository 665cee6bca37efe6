using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Structure;

/// <summary>Where a file stands: its parent and its owner.</summary>
/// <param name="HasParent">False for the root, and for the root of a detached tree.</param>
/// <param name="Parent">The parent directory; meaningless without one.</param>
/// <param name="Owner">The owner.</param>
public readonly record struct StructuralPlace(bool HasParent, ulong Parent, ObjectKey Owner);
