namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>The macros that walk a list's elements or a map's keys.</summary>
internal enum MacroKind
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
}
