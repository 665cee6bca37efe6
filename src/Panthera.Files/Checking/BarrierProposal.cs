using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Checking;

/// <summary>Changes nothing: when it is answered, what the writer took up before it is published.</summary>
internal sealed class BarrierProposal : Proposal<bool>
{
    public override Outcome<bool> Run(Draft draft) => true;
}
