using Panthera.Server.Grpc.Errors;
using Panthera.Storage;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>ZedTokens, cursors, and how fresh an answer must be.</summary>
internal static class Moments
{
    [ThreadStatic]
    private static ZedToken? t_token;

    [ThreadStatic]
    private static string? t_text;

    /// <summary>Reads a requirement; none is the least.</summary>
    internal static Consistency ToConsistency(this Wire.Consistency? wire)
    {
        switch (wire?.RequirementCase ?? Wire.Consistency.RequirementOneofCase.None)
        {
            case Wire.Consistency.RequirementOneofCase.None:
                return Consistency.MinimizeLatency;
            case Wire.Consistency.RequirementOneofCase.MinimizeLatency:
                return wire!.MinimizeLatency ? Consistency.MinimizeLatency : throw WireErrors.Invalid("`minimize_latency` is true, or another requirement is given");
            case Wire.Consistency.RequirementOneofCase.FullyConsistent:
                return wire!.FullyConsistent ? Consistency.FullyConsistent : throw WireErrors.Invalid("`fully_consistent` is true, or another requirement is given");
            case Wire.Consistency.RequirementOneofCase.AtLeastAsFresh:
                return Consistency.AtLeastAsFresh(ToToken(wire!.AtLeastAsFresh));
            default:
                return Consistency.AtExactSnapshot(ToToken(wire!.AtExactSnapshot));
        }
    }

    /// <remarks>One answer after the other is of the same moment: its text is kept, one for each thread.</remarks>
    internal static Wire.ZedToken ToWire(this ZedToken token)
    {
        if (!token.Equals(t_token)) (t_token, t_text) = (token, token.ToString());
        return new() { Token = t_text };
    }

    internal static Wire.Cursor ToCursor(this string cursor) => new() { Token = cursor };

    /// <summary>The limit of a request, as the store counts; what is larger than a number it counts to is too large for it in any case.</summary>
    internal static int ToLimit(this uint limit) => limit > int.MaxValue ? int.MaxValue : (int)limit;

    private static ZedToken ToToken(Wire.ZedToken wire) =>
        ZedToken.TryParse(wire.Token, out var token) ? token : throw WireErrors.Invalid("the ZedToken is damaged, or none; give back what an answer gave, unchanged");
}
