using Panthera.Files.Content;
using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Puts a content that begins with the file's present one in its place, provided that nobody wrote in between.</summary>
/// <param name="context">The room's.</param>
/// <param name="caller">Who appends.</param>
/// <param name="path">The file.</param>
/// <param name="basis">The version that the new content begins with.</param>
/// <param name="content">The whole new content.</param>
/// <param name="ifMatch">The caller's own condition.</param>
internal sealed class AppendProposal(FileRoomContext context, Caller caller, FilePath path, (InodeId Id, ulong Version) basis, StagedContent content, string? ifMatch)
    : FileProposal<WriteResult?>(context, caller)
{
    internal bool UsesStagedBytes { get; private set; }

    /// <summary>Gives null when the file is no longer the basis: the caller reads it again and tries again.</summary>
    protected override Outcome<WriteResult?> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        UsesStagedBytes = false;
        if (gate.Tree.Resolve(path).Target is not { } file) return gate.NotFound(path);
        if (gate.Require(FileOperation.Append, file, path) is { } refusal) return refusal;
        if (file.Id != basis.Id || file.Version != basis.Version) return (WriteResult?)null;
        if (RequireMatch(ifMatch, file, path) is { } mismatch) return mismatch;
        var written = tree.WriteContent(file, tree.Store(content, Context.Known, out var isNew), content.SizeBytes, draft.Now);
        UsesStagedBytes = isNew;
        return new WriteResult(gate.Describe(written, path, isPassage: false), false, TokenOf(draft));
    }
}
