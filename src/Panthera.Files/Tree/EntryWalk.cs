using Panthera.Storage.Collections;

namespace Panthera.Files.Tree;

/// <summary>Walks the entries of a directory in name order, from the start or from behind a name.</summary>
internal sealed class EntryWalk
{
    private PersistentMap<EntryName, InodeId, EntryNameComparer>.Enumerator _entries;
    private EntryName _after;
    private bool _mustSkip;

    private EntryWalk(PersistentMap<EntryName, InodeId, EntryNameComparer>.Enumerator entries) => _entries = entries;

    internal (EntryName Name, InodeId Id) Current => (_entries.Key, _entries.Value);

    internal static EntryWalk From(PersistentMap<EntryName, InodeId, EntryNameComparer> entries) => new(entries.GetEnumerator());

    internal static EntryWalk After(PersistentMap<EntryName, InodeId, EntryNameComparer> entries, EntryName name) =>
        new(entries.From(name)) { _after = name, _mustSkip = true };

    internal bool MoveNext()
    {
        if (!_entries.MoveNext()) return false;
        if (_mustSkip && _entries.Key.Equals(_after))
        {
            _mustSkip = false;
            return _entries.MoveNext();
        }

        _mustSkip = false;
        return true;
    }
}
