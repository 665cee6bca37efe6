namespace Panthera.Files.Access;

/// <summary>What can be done to a file or directory; <see cref="OperationTable"/> says what each needs.</summary>
internal enum FileOperation
{
    Read,
    Stat,
    List,
    CopyFrom,
    Create,
    Overwrite,
    Append,
    Delete,
    MoveOut,
    MoveIn,
    Replace,
    Share,
    ChangeOwner,
}
