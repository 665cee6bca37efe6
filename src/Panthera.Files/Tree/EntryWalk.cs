namespace Panthera.Files.Tree;

/// <summary>Walks the entries of a directory in name order, from the start or from behind a name.</summary>
internal sealed class EntryWalk
{
    private DirectoryEntries.Enumerator _entries;
    private EntryName _after;
    private bool _mustSkip;

    private EntryWalk(DirectoryEntries.Enumerator entries) => _entries = entries;

    internal (EntryName Name, InodeId Id) Current => (_entries.Key, _entries.Value);

    internal static EntryWalk From(DirectoryEntries entries) => new(entries.GetEnumerator());

    internal static EntryWalk After(DirectoryEntries entries, EntryName name) => new(entries.From(name.Bytes)) { _after = name, _mustSkip = true };

    internal bool MoveNext()
    {
        if (!_entries.MoveNext()) return false;
        var skips = _mustSkip && _entries.KeyBytes.SequenceEqual(_after.Bytes);
        _mustSkip = false;
        return !skips || _entries.MoveNext();
    }
}
