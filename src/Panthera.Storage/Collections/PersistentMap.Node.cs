namespace Panthera.Storage.Collections;

public readonly partial struct PersistentMap<TKey, TValue, TComparer>
{
    /// <summary>A leaf (keys and values) or an inner node (separators and children).</summary>
    internal sealed class Node
    {
        private readonly EditToken _edit;

        private Node(EditToken edit, TKey[] keys, TValue[]? values, Node[]? children, int count)
        {
            _edit = edit;
            Keys = keys;
            Values = values;
            Children = children;
            Count = count;
        }

        internal TKey[] Keys { get; }

        internal TValue[]? Values { get; }

        internal Node[]? Children { get; }

        internal int Count { get; set; }

        internal static Node NewLeaf(EditToken edit) => new(edit, new TKey[Capacity], new TValue[Capacity], null, 0);

        internal static Node NewInner(EditToken edit) => new(edit, new TKey[Capacity], null, new Node[Capacity], 0);

        /// <summary>This node if the token made it, else a copy that the token owns.</summary>
        internal Node OwnedBy(EditToken edit)
        {
            if (ReferenceEquals(_edit, edit)) return this;
            var copy = Children is null ? NewLeaf(edit) : NewInner(edit);
            Array.Copy(Keys, copy.Keys, Count);
            if (Children is null) Array.Copy(Values!, copy.Values!, Count);
            else Array.Copy(Children, copy.Children!, Count);
            copy.Count = Count;
            return copy;
        }

        internal void InsertSlot(int index)
        {
            var moved = Count - index;
            Array.Copy(Keys, index, Keys, index + 1, moved);
            if (Children is null) Array.Copy(Values!, index, Values!, index + 1, moved);
            else Array.Copy(Children, index, Children, index + 1, moved);
            Count++;
        }

        internal void RemoveSlot(int index)
        {
            var moved = Count - index - 1;
            Array.Copy(Keys, index + 1, Keys, index, moved);
            Keys[Count - 1] = default!;
            if (Children is null)
            {
                Array.Copy(Values!, index + 1, Values!, index, moved);
                Values![Count - 1] = default!;
            }
            else
            {
                Array.Copy(Children, index + 1, Children, index, moved);
                Children[Count - 1] = null!;
            }

            Count--;
        }

        /// <summary>Moves the slots from an index on into a new right sibling.</summary>
        internal Node SplitAt(int index, EditToken edit, out TKey separator)
        {
            var right = Children is null ? NewLeaf(edit) : NewInner(edit);
            var moved = Count - index;
            Array.Copy(Keys, index, right.Keys, 0, moved);
            Array.Clear(Keys, index, moved);
            if (Children is null)
            {
                Array.Copy(Values!, index, right.Values!, 0, moved);
                Array.Clear(Values!, index, moved);
            }
            else
            {
                Array.Copy(Children, index, right.Children!, 0, moved);
                Array.Clear(Children, index, moved);
            }

            right.Count = moved;
            Count = index;
            separator = right.Keys[0];
            return right;
        }

        /// <summary>Takes over the slots of the right sibling.</summary>
        internal void Append(Node right, TKey separator)
        {
            Array.Copy(right.Keys, 0, Keys, Count, right.Count);
            if (Children is null)
            {
                Array.Copy(right.Values!, 0, Values!, Count, right.Count);
            }
            else
            {
                Keys[Count] = separator;
                Array.Copy(right.Children!, 0, Children, Count, right.Count);
            }

            Count += right.Count;
        }
    }
}
