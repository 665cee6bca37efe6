namespace Panthera.Files.Tree.Pages;

/// <content>The inner nodes.</content>
internal partial struct KeyMap
{
    // 8 levels of at least 3 children above leaves of at least 3 keys: none is ever reached with 32-bit values.
    private const int MaxHeight = 20;

    private const int SparseInnerBytes = PageArena.PageBytes / 4;
    private const int MergedInnerBytes = PageArena.PageBytes * 3 / 4;

    /// <summary>The inner node above the leaf of a key; 0 if the leaf is the root.</summary>
    private readonly uint ParentOf(PageArena arena, ReadOnlySpan<byte> key, out int index)
    {
        index = 0;
        uint parent = 0;
        var node = _root;
        for (var level = _height; level > 0; level--)
        {
            var page = arena.Page(node);
            index = InnerPage.Find(page, key);
            parent = node;
            node = InnerPage.Child(page, index);
        }

        return parent;
    }

    /// <summary>Makes the inner nodes on the way to a key this version's own.</summary>
    private int EditPath(PageVersion version, ReadOnlySpan<byte> key, Span<(uint Page, int Index)> path)
    {
        if (_height == 0) return 0;
        version.Edit(ref _root);
        var node = _root;
        for (var depth = 0; ; depth++)
        {
            var page = version.Arena.Page(node);
            var index = InnerPage.Find(page, key);
            path[depth] = (node, index);
            if (depth == _height - 1) return _height;
            node = InnerPage.Child(page, index);
            version.Edit(ref node);
            InnerPage.SetChild(page, index, node);
        }
    }

    /// <summary>Puts a leaf behind the one that its first key belonged to.</summary>
    private void InsertLeaf(PageVersion version, ReadOnlySpan<byte> separator, uint leaf)
    {
        Span<(uint Page, int Index)> path = stackalloc (uint, int)[MaxHeight];
        var depth = EditPath(version, separator, path);
        InsertChild(version, path, depth - 1, separator, leaf);
    }

    private void InsertChild(PageVersion version, Span<(uint Page, int Index)> path, int depth, ReadOnlySpan<byte> separator, uint child)
    {
        if (depth < 0)
        {
            var root = version.New();
            var page = version.Arena.Page(root);
            InnerPage.Clear(page);
            InnerPage.TryInsert(page, 0, default, _root);
            InnerPage.TryInsert(page, 1, separator, child);
            _root = root;
            _height++;
            return;
        }

        var (node, index) = path[depth];
        var bytes = version.Arena.Page(node);
        if (InnerPage.TryInsert(bytes, index + 1, separator, child)) return;

        // Appending leaves the left node full, as in leaves.
        var count = InnerPage.Count(bytes);
        var middle = index + 1 == count ? count - 1 : InnerPage.Middle(bytes);
        Span<byte> promoted = stackalloc byte[LeafCell.MaxKeyBytes];
        var key = InnerPage.Key(bytes, middle);
        key.CopyTo(promoted);
        promoted = promoted[..key.Length];
        var right = version.New();
        var rightBytes = version.Arena.Page(right);
        InnerPage.MoveTail(bytes, middle, rightBytes);
        var fits = index + 1 <= middle
            ? InnerPage.TryInsert(bytes, index + 1, separator, child)
            : InnerPage.TryInsert(rightBytes, index + 1 - middle, separator, child);
        if (!fits) throw new InvalidOperationException("half an inner node has no room for one more child");
        InsertChild(version, path, depth - 1, promoted, right);
    }

    /// <summary>Takes the leaf of a key out of the nodes above it; it is not the only one.</summary>
    private void RemoveLeaf(PageVersion version, ReadOnlySpan<byte> key)
    {
        Span<(uint Page, int Index)> path = stackalloc (uint, int)[MaxHeight];
        var depth = EditPath(version, key, path) - 1;
        for (; ; depth--)
        {
            var (node, index) = path[depth];
            var page = version.Arena.Page(node);
            InnerPage.RemoveAt(page, index);
            if (InnerPage.Count(page) > 0) break;
            version.Free(node);
        }

        MergeInner(version, path, depth);
        while (_height > 0 && InnerPage.Count(version.Arena.Page(_root)) == 1)
        {
            var only = InnerPage.Child(version.Arena.Page(_root), 0);
            version.Free(_root);
            _root = only;
            _height--;
        }
    }

    private static void MergeInner(PageVersion version, Span<(uint Page, int Index)> path, int depth)
    {
        for (; depth > 0; depth--)
        {
            var arena = version.Arena;
            var (parent, index) = path[depth - 1];
            var parentPage = arena.Page(parent);
            var used = InnerPage.Used(arena.Page(path[depth].Page));
            if (used > SparseInnerBytes) return;
            var left = index + 1 < InnerPage.Count(parentPage) ? index : index - 1;
            if (left < 0) return;
            var rightNode = InnerPage.Child(parentPage, left + 1);
            var separator = InnerPage.Key(parentPage, left + 1);
            if (InnerPage.Used(arena.Page(InnerPage.Child(parentPage, left))) + InnerPage.Used(arena.Page(rightNode)) + separator.Length > MergedInnerBytes) return;

            var leftNode = InnerPage.Child(parentPage, left);
            var target = version.Edit(ref leftNode);
            var source = arena.Page(rightNode);
            var count = InnerPage.Count(target);
            for (var i = 0; i < InnerPage.Count(source); i++)
                InnerPage.TryInsert(target, count + i, i == 0 ? separator : InnerPage.Key(source, i), InnerPage.Child(source, i));
            InnerPage.SetChild(parentPage, left, leftNode);
            InnerPage.RemoveAt(parentPage, left + 1);
            version.Free(rightNode);
        }
    }
}
