namespace Panthera.Permissions.Schema.Formatting;

/// <summary>What a <see cref="Piece"/> of a schema's text is.</summary>
internal enum PieceKind
{
    /// <summary>A token that means something.</summary>
    Token,

    /// <summary>The end of a statement, as a line's end or `;`.</summary>
    Separator,

    /// <summary>A line's end that ends nothing.</summary>
    Break,

    /// <summary><c>// to the line's end</c>.</summary>
    LineComment,

    /// <summary><c>/* between marks */</c>.</summary>
    BlockComment,

    /// <summary><c>/** documentation */</c>.</summary>
    Documentation,
}
