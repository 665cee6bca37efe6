namespace Panthera.Files.Access;

/// <summary>Every file operation and what it needs: the one place that says so.</summary>
/// <remarks>`Create`, `MoveIn` and `List` are asked of the directory; everything else of the entry itself.</remarks>
internal static class OperationTable
{
    internal const string Read = "read";
    internal const string Write = "write";
    internal const string Share = "share";

    private static readonly OperationRule[] Rules = MakeRules();

    internal static OperationRule Of(FileOperation operation) => Rules[(int)operation];

    private static OperationRule[] MakeRules()
    {
        var rules = new OperationRule[Enum.GetValues<FileOperation>().Length];
        rules[(int)FileOperation.Read] = new([Read], "read");
        rules[(int)FileOperation.Stat] = new([Read], "see");
        rules[(int)FileOperation.List] = new([Read], "list");
        rules[(int)FileOperation.CopyFrom] = new([Read], "copy");
        rules[(int)FileOperation.Create] = new([Write], "create in");
        rules[(int)FileOperation.Overwrite] = new([Write], "write");
        rules[(int)FileOperation.Append] = new([Read, Write], "append to");
        rules[(int)FileOperation.Delete] = new([Share], "delete", OrOnParent: Write);
        rules[(int)FileOperation.MoveOut] = new([Share], "move", OrOnParent: Write);
        rules[(int)FileOperation.MoveIn] = new([Write], "move into");
        rules[(int)FileOperation.Replace] = new([Write], "replace");
        rules[(int)FileOperation.Share] = new([Share], "share", AdminMay: true);
        rules[(int)FileOperation.ChangeOwner] = new([], "change the owner of", OwnerOnly: true, AdminMay: true);
        return rules;
    }
}
