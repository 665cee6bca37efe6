using Panthera.Permissions.Relationships;
using Panthera.Storage.Log;

namespace Panthera.Files.Access;

/// <summary>The visible directories of the last few callers who needed them.</summary>
/// <remarks>An entry serves only requests that pin the very state it was found at, before the first grant it rests on ends: nothing to invalidate.
/// Guarded by its lock; bounded by entries and by what they hold.</remarks>
internal sealed class VisibilityCache(FileStoreOptions options)
{
    // Enough for the callers of one burst of listings; each may hold as many directories as lie above their grants.
    private const int MaxEntries = 32;
    private const int MaxDirectories = 1_000_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<(TenantState State, SubjectKey Subject, VisibleDirectories Visible)> _entries = new();
    private int _directories;

    internal VisibleDirectories Of(Gate gate)
    {
        lock (_lock)
        {
            for (var node = _entries.First; node is not null; node = node.Next)
            {
                if (!ReferenceEquals(node.Value.State, gate.State) || node.Value.Subject != gate.Subject || node.Value.Visible.ValidUntil <= gate.Now) continue;
                _entries.Remove(node);
                _entries.AddFirst(node);
                return node.Value.Visible;
            }
        }

        var found = VisibleDirectories.Find(gate, options.MaxVisibilityWalk);
        if (!gate.State.IsPublished) return found;
        lock (_lock)
        {
            _entries.AddFirst((gate.State, gate.Subject, found));
            _directories += found.Count;
            while (_entries.Count > MaxEntries || (_directories > MaxDirectories && _entries.Count > 1))
            {
                _directories -= _entries.Last!.Value.Visible.Count;
                _entries.RemoveLast();
            }
        }

        return found;
    }
}
