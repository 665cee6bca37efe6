using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>What names of types and members may look like: SpiceDB's rules.</summary>
internal static class NameRules
{
    private const int MinNameBytes = 3;

    public const string MemberRule = "names have 3 to 64 characters of a-z, 0-9 and `_`, begin with a letter and do not end with `_`";

    public const string TypeRule = MemberRule + "; prefixes end in `/`, and the whole has at most 128 characters";

    /// <summary>Whether a relation, a permission, or one part of a type's name may be called this.</summary>
    public static bool IsMemberName(ReadOnlySpan<char> name)
    {
        if (name.Length is < MinNameBytes or > SchemaLimits.MaxNameBytes || !char.IsAsciiLetterLower(name[0]) || name[^1] == '_')
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a type may be called this: one part, or more with `/` between.</summary>
    public static bool IsTypeName(ReadOnlySpan<char> name)
    {
        if (name.Length > SchemaLimits.MaxTypeNameBytes)
        {
            return false;
        }

        foreach (var part in name.Split('/'))
        {
            if (!IsMemberName(name[part]))
            {
                return false;
            }
        }

        return true;
    }
}
