namespace Panthera.Files.Tree.Pages;

/// <summary>The last leaf of a <see cref="KeyMap"/> that is being built from keys in order.</summary>
/// <remarks>Confined to one load. Between two keys that it adds nothing else may change the map.</remarks>
internal sealed class KeyMapTail
{
    private readonly byte[] _last = new byte[LeafCell.MaxKeyBytes];
    private int _lastLength;

    internal LeafFill Fill;

    /// <summary>The leaf; none before the first key.</summary>
    internal uint Leaf { get; private set; } = KeyMap.NoLeaf;

    /// <summary>The leaf's page.</summary>
    internal uint Page { get; private set; }

    /// <summary>The last key added.</summary>
    internal ReadOnlySpan<byte> Last
    {
        get => _last.AsSpan(0, _lastLength);
        set
        {
            value.CopyTo(_last);
            _lastLength = value.Length;
        }
    }

    internal void Begin(uint leaf, uint page, Span<byte> bytes)
    {
        (Leaf, Page) = (leaf, page);
        Fill = LeafFill.Begin(bytes);
    }
}
