using Panthera.Files.Tree;
using Panthera.Files.Tree.Records;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Content;

/// <summary>Removes contents that nothing refers to, each looked at again by the writer, in commit order.</summary>
/// <remarks>INVARIANT (collection): a content that a commit before this one took up again is kept.</remarks>
internal sealed class CollectProposal(IdAllocator ids, IReadOnlyList<(ContentInfo Content, ContentRecord Stored)> candidates) : Proposal<IReadOnlyList<ContentRecord>>
{
    /// <summary>Gives the contents removed; the blob files among them are deleted once the commit is durable.</summary>
    public override Outcome<IReadOnlyList<ContentRecord>> Run(Draft draft)
    {
        var editor = new TreeEditor(draft, ids);
        List<ContentRecord> removed = [];
        foreach (var (candidate, stored) in candidates)
        {
            // The very same: nothing took it up and let it go again since it became a candidate.
            if (!editor.Tree.TryGetContent(candidate.Id, out var content) || content.References > 0 || content != candidate) continue;
            editor.RemoveContent(content, stored);
            removed.Add(stored);
        }

        return removed;
    }
}
