namespace Panthera.Permissions.Graph;

/// <summary>What a <see cref="ProgramNode"/> does.</summary>
internal enum ProgramNodeKind : byte
{
    Nil,
    Member,
    Union,
    Intersection,
    Exclusion,
    Self,
    ArrowAny,
    ArrowAll,
}
