namespace Panthera.Permissions.Caveats.Cel.Values;

/// <summary>What went wrong in an evaluation, and where in the expression.</summary>
/// <param name="Message">What went wrong.</param>
/// <param name="Offset">An index into the expression; -1 until the operation that failed says where it stands.</param>
internal sealed record CelError(string Message, int Offset);
