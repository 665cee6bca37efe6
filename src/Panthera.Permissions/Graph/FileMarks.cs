namespace Panthera.Permissions.Graph;

/// <summary>A <see cref="FileMark"/> for each slot, in two bits; slots near one another share a piece that is made when the first of them is marked.</summary>
/// <remarks>At most a quarter of a byte a slot, and that only where directories lie everywhere among the files. Confined to one look-up.</remarks>
internal sealed class FileMarks(uint slotEnd)
{
    // A piece is 4 KiB.
    private const int PieceShift = 14;
    private const uint PieceMask = (1 << PieceShift) - 1;

    private readonly byte[]?[] _pieces = new byte[]?[(slotEnd >> PieceShift) + 1];

    /// <summary>The piece that has a slot; null if nothing near it is marked.</summary>
    internal byte[]? PieceOf(uint slot) => _pieces[slot >> PieceShift];

    /// <summary>The slot behind those of a slot's piece.</summary>
    internal static uint EndOfPiece(uint slot) => (slot | PieceMask) + 1;

    internal static FileMark In(byte[] piece, uint slot)
    {
        var place = slot & PieceMask;
        return (FileMark)((piece[place >> 2] >> (int)((place & 3) * 2)) & 3);
    }

    internal FileMark this[uint slot]
    {
        get => PieceOf(slot) is { } piece ? In(piece, slot) : FileMark.Unknown;

        set
        {
            var piece = _pieces[slot >> PieceShift] ??= new byte[1 << (PieceShift - 2)];
            var place = slot & PieceMask;
            var shift = (int)((place & 3) * 2);
            ref var marks = ref piece[place >> 2];
            marks = (byte)((marks & ~(3 << shift)) | ((int)value << shift));
        }
    }
}
