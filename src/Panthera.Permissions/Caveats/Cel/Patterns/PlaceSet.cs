namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>A set of places in a program, in the order they were added; adding, asking and clearing take constant time.</summary>
/// <remarks>The sparse set of Briggs and Torczon (1993). Confined to one run of a pattern.</remarks>
internal sealed class PlaceSet(int capacity)
{
    private readonly int[] _places = new int[capacity];
    private readonly int[] _index = new int[capacity];

    public int Count { get; private set; }

    public int this[int i] => _places[i];

    public void Add(int place)
    {
        var at = _index[place];
        if (at >= Count || _places[at] != place)
        {
            _index[place] = Count;
            _places[Count++] = place;
        }
    }

    public void Clear() => Count = 0;
}
