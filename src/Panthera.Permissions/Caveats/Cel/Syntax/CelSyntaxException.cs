namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>An expression that cannot be read; never leaves the compiler.</summary>
internal sealed class CelSyntaxException(int offset, string message) : Exception(message)
{
    public int Offset { get; } = offset;
}
