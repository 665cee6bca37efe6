using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tenants;

/// <summary>Removes an access token: from this commit on its secret opens nothing.</summary>
internal sealed class RevokeTokenProposal(ulong id) : Proposal<AccessToken>
{
    public override Outcome<AccessToken> Run(Draft draft)
    {
        if (!draft.Of(SystemRoom.Instance).TryGetToken(id, out var token)) return new Refusal(RefusalCode.NotFound, $"there is no token `{id}`");
        draft.Yield(token with { IsRemoval = true });
        return token.Token;
    }
}
