using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Measurement;

/// <summary>A change of a tree without a gate.</summary>
internal sealed class TreeChange(IdAllocator ids, Action<TreeEditor, Draft> change) : Proposal<bool>
{
    public override Outcome<bool> Run(Draft draft)
    {
        change(new TreeEditor(draft, ids), draft);
        return true;
    }
}
