using System.Runtime.CompilerServices;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Bitmaps;

/// <summary>Whose bitmap, and of what: a subject and a program.</summary>
/// <remarks>The program is that of one schema, compared by identity: another schema's, and another permission's, never answers.</remarks>
internal readonly record struct BitmapKey(ObjectKey Subject, CompiledPermission Program)
{
    public bool Equals(BitmapKey other) => Subject.Id == other.Subject.Id && Subject.Type == other.Subject.Type && ReferenceEquals(Program, other.Program);

    public override int GetHashCode() => (int)((Subject.Id * 0x9E3779B97F4A7C15) >> 32) ^ RuntimeHelpers.GetHashCode(Program);
}
