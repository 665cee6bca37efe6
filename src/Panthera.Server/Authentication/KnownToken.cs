using Panthera.Files;
using Panthera.Storage;

namespace Panthera.Server.Authentication;

/// <summary>A token that was found for a header, and the directory's revision that it was found at.</summary>
internal sealed record KnownToken(AccessToken Token, Revision Revision);
