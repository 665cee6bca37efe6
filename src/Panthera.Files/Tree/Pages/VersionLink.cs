using System.Runtime.InteropServices;

namespace Panthera.Files.Tree.Pages;

/// <summary>What an arena knows of a version: whether it is reachable, and which pages wait for its end.</summary>
/// <remarks>Guarded by the arena's lock.</remarks>
internal sealed class VersionLink(PageVersion version)
{
    private GCHandle _version = GCHandle.Alloc(version, GCHandleType.Weak);

    internal ulong Number { get; } = version.Number;

    internal bool IsReachable => _version.Target is not null;

    internal bool IsPublished { get; set; }

    /// <summary>The pages it made, until it is published.</summary>
    internal List<uint>? Allocated { get; set; } = version.Allocated;

    /// <summary>Pages that it sees and the next version that is reachable does not.</summary>
    internal List<uint> Dead { get; } = [];

    internal void Release()
    {
        if (_version.IsAllocated) _version.Free();
    }
}
