namespace Panthera.Storage.Collections;

public readonly partial struct PersistentMap<TKey, TValue, TComparer>
{
    /// <summary>Walks one version in key order; allocates nothing.</summary>
    /// <remarks>It keeps the leaf it stands in and finds the next one from the root, once in 32 keys: simpler than a stack, and nearly as fast.</remarks>
    public struct Enumerator
    {
        private readonly Node? _root;
        private Node? _leaf;
        private int _index;

        internal Enumerator(Node? root)
        {
            _root = root;
            _index = -1;
            while (root is { Children: not null }) root = root.Children[0];
            _leaf = root;
        }

        internal Enumerator(Node? root, TKey lower)
        {
            _root = root;
            _leaf = null;
            _index = -1;
            Seek(lower);
        }

        /// <summary>The key it stands on.</summary>
        public readonly TKey Key => _leaf!.Keys[_index];

        /// <summary>The value it stands on.</summary>
        public readonly TValue Value => _leaf!.Values![_index];

        /// <summary>The key and value it stands on.</summary>
        public readonly KeyValuePair<TKey, TValue> Current => new(Key, Value);

        /// <summary>Steps to the next key.</summary>
        /// <returns>False after the last.</returns>
        public bool MoveNext()
        {
            if (_leaf is null) return false;
            if (++_index < _leaf.Count) return true;
            return MoveToNextLeaf();
        }

        private void Seek(TKey lower)
        {
            var node = _root;
            while (node is { Children: not null }) node = node.Children[ChildIndex(node, lower)];
            _leaf = node;
            if (node is not null) _index = Search(node, lower, out _) - 1;
        }

        private bool MoveToNextLeaf()
        {
            // The next leaf is the leftmost one under the lowest ancestor that has a child to the right of our path.
            var last = _leaf!.Keys[_leaf.Count - 1];
            Node? next = null;
            var node = _root!;
            while (node.Children is not null)
            {
                var index = ChildIndex(node, last);
                if (index + 1 < node.Count) next = node.Children[index + 1];
                node = node.Children[index];
            }

            while (next is { Children: not null }) next = next.Children[0];
            _leaf = next;
            _index = 0;
            return next is not null;
        }
    }
}
