using System.Buffers.Binary;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tree;

/// <content>What the tree takes in memory, part by part.</content>
internal sealed partial class TreeState
{
    /// <summary>Walks everything in order, a directory before its entries, and reads what a listing shows of each.</summary>
    internal (long Entries, long Sum) WalkAll()
    {
        // A cursor for each level, of which the one below is set anew for each directory.
        List<KeyCursor?> open = [null];
        List<uint> directories = [RootSlot];
        Enter(0);
        long entries = 0, sum = 0;
        for (var level = 0; level >= 0;)
        {
            var cursor = open[level]!;
            if (!cursor.MoveNext() || BinaryPrimitives.ReadUInt32BigEndian(cursor.Key) != directories[level])
            {
                level--;
                continue;
            }

            if (!TryReadSlot(cursor.Value, out var found)) throw Nameless(cursor.Value);
            entries++;
            sum += cursor.Key.Length + SizeOf(found) + found.Generation;
            if (found.Kind != EntryKind.Directory || found.Content == 0) continue;
            level++;
            if (level == open.Count)
            {
                open.Add(null);
                directories.Add(0);
            }

            directories[level] = cursor.Value;
            Enter(level);
        }

        GC.KeepAlive(this);
        return (entries, sum);

        void Enter(int level)
        {
            var cursor = open[level];
            _entries.From(_version!.Arena, directories[level], default, ref cursor);
            open[level] = cursor;
        }
    }

    /// <summary>Counts the pages of each part. Walks them all: for statistics and checks.</summary>
    /// <exception cref="InvalidOperationException">A page is in two places, or free.</exception>
    internal TreeMemory CountMemory()
    {
        if (_version is null) return default;
        var arena = _version.Arena;
        var seen = new HashSet<uint>();
        long pages = 0;
        var inodes = Count(() => _inodes.VisitPages(arena, Visit));
        var contents = Count(() => _contents.VisitPages(arena, Visit));
        var names = Count(() => _entries.Map.VisitPages(arena, Visit, static _ => { }));
        var index = Count(() => _entries.Map.VisitPages(arena, static _ => { }, Visit));
        var owners = Count(() => _owners.Map.VisitPages(arena, Visit, Visit));
        var rare = Count(() =>
        {
            _wide.VisitPages(arena, Visit, Visit);
            _wideReferences.VisitPages(arena, Visit, Visit);
            _detached.VisitPages(arena, Visit, Visit);
            _unreferenced.VisitPages(arena, Visit, Visit);
        });
        foreach (var page in arena.FreePages())
        {
            if (seen.Contains(page)) throw new InvalidOperationException($"page {page} is in use and free");
        }

        var superseded = arena.SupersededPages * PageArena.PageBytes;
        var slack = Math.Max(0, arena.ReservedBytes - (pages * PageArena.PageBytes) - superseded);
        GC.KeepAlive(this);
        return new(InodeCount, inodes, names, index, owners, contents, rare, _directories.ResidentBytes, superseded, slack, _attributions.ResidentBytes);

        long Count(Action walk)
        {
            var before = pages;
            walk();
            return (pages - before) * PageArena.PageBytes;
        }

        void Visit(uint page)
        {
            pages++;
            if (!seen.Add(page)) throw new InvalidOperationException($"page {page} is in two places");
        }
    }
}
