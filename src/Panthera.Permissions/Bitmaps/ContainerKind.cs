namespace Panthera.Permissions.Bitmaps;

/// <summary>How a <see cref="Container"/> holds its values.</summary>
internal enum ContainerKind : byte
{
    /// <summary>Sorted values: at most <see cref="Container.MaxArray"/>.</summary>
    Array,

    /// <summary>One bit for each possible value.</summary>
    Bitmap,

    /// <summary>Sorted runs of neighbours.</summary>
    Runs,
}
