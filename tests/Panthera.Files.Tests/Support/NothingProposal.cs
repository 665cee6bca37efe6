using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Support;

/// <summary>Changes nothing; its task ends after everything that was proposed before it.</summary>
internal sealed class NothingProposal : Proposal<bool>
{
    public override Outcome<bool> Run(Draft draft) => true;
}
