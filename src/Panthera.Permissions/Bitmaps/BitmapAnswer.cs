namespace Panthera.Permissions.Bitmaps;

/// <summary>What a bitmap says of a file.</summary>
internal enum BitmapAnswer : byte
{
    /// <summary>Nothing: that is no decision.</summary>
    Unknown,

    /// <summary>Denied, as good an answer as the other.</summary>
    Denied,

    /// <summary>Allowed.</summary>
    Allowed,
}
