using Panthera.Storage;

namespace Panthera.Permissions.Bitmaps;

/// <summary>Says whether a decision holds at two revisions. A struct, so that asking costs no allocation.</summary>
internal interface IBitmapTrust
{
    /// <summary>Whether it holds at both.</summary>
    bool Holds(Revision one, Revision other);
}
